// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SvgTest {

    @Test
    void escapesTextAndAttributes() {
        String svg = Svg.picture("x", "img", "<script>&\"'", 10)
                .title("</title><script>")
                .end();

        assertThat(svg)
                .contains("aria-label=\"&lt;script&gt;&amp;&quot;&#39;\"")
                .contains("<title>&lt;/title&gt;&lt;script&gt;</title>");
    }

    @Test
    void replacesControlCharactersThatXmlForbids() {
        assertThat(Svg.picture("x", "img", "a\u0000b\u001bc", 10).end()).contains("aria-label=\"a b c\"");
    }

    @Test
    void writesNumbersWithAtMostTwoDecimals() {
        assertThat(Svg.number(12.3456)).isEqualTo("12.35");
        assertThat(Svg.number(100)).isEqualTo("100");
        assertThat(Svg.number(0.5)).isEqualTo("0.5");
        assertThat(Svg.number(-0.001)).isEqualTo("0");
    }

    @Test
    void linksOnlyWithinTheService() {
        Svg svg = Svg.picture("x", "group", "x", 10);

        assertThatThrownBy(() -> svg.link("javascript:alert(1)")).hasMessageContaining("expected a path");
        assertThatThrownBy(() -> svg.link("//elsewhere.example")).hasMessageContaining("leads elsewhere");
    }
}
