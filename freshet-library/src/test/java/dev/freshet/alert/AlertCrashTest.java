// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.Freshet;
import dev.freshet.job.Trigger;
import dev.freshet.testing.FreshetDatabase;
import dev.freshet.testing.NodeProcess;
import dev.freshet.testing.RemoteService;
import dev.freshet.testing.RemoteService.Reply;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node dies while it tells an alert. */
class AlertCrashTest {

    private static final Duration SOON = Duration.ofSeconds(40);

    @Test
    void anotherNodeSendsTheMessageAgainUnderTheSameKey() {
        try (FreshetDatabase database = FreshetDatabase.create();
                RemoteService service = new RemoteService()) {
            service.answering(request -> service.requests().size() == 1 ? service.silence() : Reply.of(200, ""));
            database.sql().execute("CREATE TABLE trouble (what text); INSERT INTO trouble VALUES ('any')");
            Freshet asker = Freshet.builder(database.database()).build();
            AlertNode.apply(asker, AlertNode.definitions("on: [failed], webhook: \"" + service.url() + "\""));
            try (NodeProcess first = NodeProcess.start(database, "alert-first")) {
                asker.control().runNow("work", Map.of(), Trigger.MANUAL, TestNode.TESTER, null);
                await().atMost(SOON).until(() -> service.requests().size() == 1);
                first.kill();
            }
            assertThat(database.sql()
                            .query("SELECT attempts || ' ' || (delivered_at IS NULL) FROM freshet.alert_delivery"))
                    .isEqualTo("1 true");
            // The claim of the dead node runs out.
            database.sql().execute("UPDATE freshet.alert_delivery SET next_at = clock_timestamp()");
            try (NodeProcess second = NodeProcess.start(database, "alert-second")) {
                await(second.name())
                        .atMost(SOON)
                        .until(() -> "1"
                                .equals(database.sql()
                                        .query("SELECT count(*) FROM freshet.alert_delivery WHERE"
                                                + " delivered_at IS NOT NULL")));
            }
            assertThat(service.requests())
                    .extracting(request -> request.header("Idempotency-Key"))
                    .hasSize(2)
                    .containsOnly(service.requests().getFirst().header("Idempotency-Key"));
        }
    }
}
