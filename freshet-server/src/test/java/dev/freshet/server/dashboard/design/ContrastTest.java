// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.server.dashboard.design.Design.Pair;
import dev.freshet.server.dashboard.ui.Sign;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The colours of the style sheet can be read by people with weak eyes, in both themes. */
class ContrastTest {

    private final Tokens tokens = Tokens.load();

    @Test
    void computesWhatWcagDefines() {
        assertThat(Contrast.ratio("#000000", "#ffffff")).isCloseTo(21, within(0.001));
        assertThat(Contrast.ratio("#767676", "#ffffff")).isCloseTo(4.54, within(0.01));
        assertThat(Contrast.ratio("#ff0000", "#ff0000")).isEqualTo(1);
        assertThatThrownBy(() -> Contrast.ratio("red", "#ffffff")).hasMessageContaining("expected #rrggbb");
    }

    @Test
    void everyColourStandsOutFromWhatItStandsOnInBothThemes() {
        List<Pair> pairs = DesignPage.pairs(tokens);
        assertThat(pairs).hasSizeGreaterThan(50);
        assertThat(pairs).allSatisfy(pair -> {
            assertThat(pair.light())
                    .as("--" + pair.front() + " on --" + pair.back() + " in light")
                    .isGreaterThanOrEqualTo(pair.least());
            assertThat(pair.dark())
                    .as("--" + pair.front() + " on --" + pair.back() + " in dark")
                    .isGreaterThanOrEqualTo(pair.least());
        });
    }

    @Test
    void everySignHasAColourOfItsOwnInBothThemes() {
        assertThat(Sign.values()).allSatisfy(sign -> {
            assertThat(Tokens.value(tokens.light(), sign.word())).startsWith("#");
            assertThat(Tokens.value(tokens.dark(), sign.word())).startsWith("#");
            assertThat(Tokens.value(tokens.dark(), sign.word() + "-soft")).startsWith("#");
        });
    }

    @Test
    void everyColourOfLightHasAnotherInDark() {
        assertThat(tokens.light().entrySet())
                .filteredOn(token -> token.getValue().startsWith("#"))
                .hasSizeGreaterThan(20)
                .allSatisfy(token -> assertThat(tokens.dark().get(token.getKey()))
                        .as(token.getKey())
                        .isNotEqualTo(token.getValue()));
    }
}
