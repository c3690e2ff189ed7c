// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36"
                        + " | Chrome 150 on Linux",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0"
                        + " Safari/537.36 Edg/150.0 | Edge 150 on Windows",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0 | Firefox 145 on"
                        + " Windows",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1"
                        + " Safari/605.1.15 | Safari 18 on macOS",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
                        + " Version/18.1 Mobile/15E148 Safari/604.1 | Safari 18 on iPhone",
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile"
                        + " Safari/537.36 | Chrome 150 on Android",
                "curl/8.5.0 | curl 8"
            })
    void callsBrowsersAsPeopleDo(String userAgent, String name) {
        assertThat(BrowserName.of(userAgent)).isEqualTo(name);
    }

    @Test
    void showsAnUnknownOneAsItCallsItself() {
        assertThat(BrowserName.of("Nautilus/1")).isEqualTo("Nautilus/1");
        assertThat(BrowserName.of(" ")).isEqualTo("unknown");
        assertThat(BrowserName.of("x".repeat(500))).hasSize(60).endsWith("…");
    }
}
