// SPDX-License-Identifier: Apache-2.0
package dev.freshet.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.FreshetDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditStorePostgresTest {

    private static final Actor ADA = new Actor("ada", "cli");

    private final FreshetDatabase freshet = FreshetDatabase.create();
    private final AuditStore audit = new AuditStore();

    @AfterEach
    void dropDatabase() {
        freshet.close();
    }

    @Test
    void listsTheLatestActsFirstAndPageByPage() {
        freshet.database().run(session -> {
            audit.record(session, ADA, "pause", "job", "tidy", "month end", Map.of("tries", 3));
            audit.record(session, ADA, "resume", "job", "tidy", null, Map.of());
        });

        List<AuditEntry> all = list(null, 10);
        assertThat(all).extracting(AuditEntry::action).containsExactly("resume", "pause");
        List<AuditEntry> next = list(all.getFirst().id(), 1);
        assertThat(next).containsExactly(all.get(1));
        assertThat(next.getFirst().reason()).isEqualTo("month end");
        assertThat(next.getFirst().details()).isEqualTo("{\"tries\": 3}");
    }

    @Test
    void filtersByWhoWhatToWhichAndWhen() {
        freshet.database().run(session -> {
            audit.record(session, ADA, "pause", "job", "tidy", null, Map.of());
            audit.record(session, new Actor("bob", "api"), "pause", "job", "mail", null, Map.of());
            audit.record(session, ADA, "disable", "user", "tidy", null, Map.of());
        });
        Instant now = Instant.now();
        assertThat(find(new AuditFilter("ada", null, null, null, null, null))).containsExactly("disable", "pause");
        assertThat(find(new AuditFilter(null, "pause", null, "tidy", null, null)))
                .containsExactly("pause");
        assertThat(find(new AuditFilter(null, null, "user", null, null, null))).containsExactly("disable");
        assertThat(find(new AuditFilter(null, null, null, null, now.plusSeconds(60), null)))
                .isEmpty();
        assertThat(find(new AuditFilter(null, null, null, null, now.minusSeconds(60), now.plusSeconds(60))))
                .hasSize(3);
        assertThat(find(new AuditFilter(null, null, null, null, null, now.minusSeconds(60))))
                .isEmpty();
    }

    private List<String> find(AuditFilter filter) {
        return freshet.database().call(session -> audit.list(session, filter, null, 10)).stream()
                .map(AuditEntry::action)
                .toList();
    }

    @Test
    void tellsOnlyOfWhatHappened() {
        freshet.database().run(session -> {
            session.begin();
            audit.record(session, ADA, "cancel", "run", "7", null, Map.of());
            session.rollback();
        });
        assertThat(list(null, 10)).isEmpty();
    }

    private List<AuditEntry> list(@Nullable Long before, int limit) {
        return freshet.database().call(session -> audit.list(session, before, limit));
    }
}
