// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.design;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import dev.freshet.server.dashboard.ui.Sign;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesignPagePostgresTest {

    @Test
    void showsEverySignTokenAndPictureToWhoeverIsLoggedIn(@TempDir Path home) {
        try (RunningServer service = RunningServer.start(home)) {
            String html = service.send(Role.VIEWER, "GET", "/design", null, "Accept", "text/html")
                    .body();
            for (Sign sign : Sign.values()) {
                assertThat(html).contains("sign " + sign.css());
            }
            assertThat(html)
                    .contains("id=\"token-breached\"", "refresh-chart", "duration-chart", "calendar", "lag-bar");
            assertThat(html).doesNotContain(" style=\"", ">no</td>");
        }
    }
}
