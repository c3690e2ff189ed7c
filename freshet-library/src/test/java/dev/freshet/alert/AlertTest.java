// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.AlertKind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AlertTest {

    @Test
    void leadsToThePageOfItsSubjectWhateverThatIsCalled() {
        assertThat(about("view", "sales.by day/ä").path()).isEqualTo("/views/sales.by%20day%2F%C3%A4");
        assertThat(about("job", "load").path()).isEqualTo("/jobs/load");
        assertThat(about("node", "a").path()).isEqualTo("/alerts");
    }

    private static Alert about(String kind, String subject) {
        Instant now = Instant.EPOCH;
        return new Alert(1, AlertKind.BREACH, kind, subject, null, null, "late", "{}", now, now, now, null, null, null);
    }
}
