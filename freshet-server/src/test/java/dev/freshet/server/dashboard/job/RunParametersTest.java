// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.error.FreshetException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunParametersTest {

    @Test
    void readsAnObjectAndTakesNothingForNone() {
        assertThat(RunParameters.parse(" ")).isEmpty();
        assertThat(RunParameters.parse(null)).isEmpty();
        assertThat(RunParameters.parse("{\"a\": 7, \"b\": [\"x\"]}")).isEqualTo(Map.of("a", 7, "b", List.of("x")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{customer: 7} | line 1, column",
                "{\"a\": 1, \"a\": 2} | Duplicate",
                "{\"a\": 1} x | valid JSON",
                "[1] | a list",
                "\"x\" | a text",
                "7 | a single value",
                "{\"a\": null} | \"a\" is null",
            })
    void saysWhatIsWrongAndWhatWasExpected(String text, String said) {
        assertThatThrownBy(() -> RunParameters.parse(text))
                .isInstanceOf(FreshetException.class)
                .hasMessageContaining(said);
    }
}
