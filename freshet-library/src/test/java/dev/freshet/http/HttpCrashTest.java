// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.Freshet;
import dev.freshet.definition.HttpCall;
import dev.freshet.definition.JobSpec;
import dev.freshet.job.Trigger;
import dev.freshet.testing.FreshetDatabase;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.NodeProcess;
import dev.freshet.testing.RemoteService;
import dev.freshet.testing.RemoteService.Reply;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node is killed while it waits for an answer. */
class HttpCrashTest {

    @Test
    void callsAgainWithTheSameKeyFromAnotherNode() {
        try (RemoteService service = new RemoteService();
                FreshetDatabase database = FreshetDatabase.create()) {
            service.answering(request ->
                    "1".equals(request.header("Freshet-Attempt")) ? service.silence() : Reply.of(200, "done"));
            Freshet asker = Freshet.builder(database.database()).build();
            HttpCall call = new HttpCall(
                    service.url() + "/settle", "POST", Map.of(), "{}", List.of("2xx"), Duration.ofMinutes(5));
            HttpCall cancel = new HttpCall(
                    service.url() + "/settle", "DELETE", Map.of(), null, List.of("2xx"), Duration.ofSeconds(5));
            TestNode.deploy(
                    database,
                    asker,
                    JobDefinitions.sql("call", "SELECT 1")
                            .spec(new JobSpec.Http(call, cancel))
                            .retries(1, "lost"));
            long run;
            try (NodeProcess first = NodeProcess.start(database, "http-first")) {
                run = asker.control().runNow("call", Map.of(), Trigger.MANUAL, TestNode.TESTER, null);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> service.requests().size() == 1);
                first.kill();
                try (NodeProcess second = NodeProcess.start(database, "http-second")) {
                    await().atMost(Duration.ofSeconds(40))
                            .until(() -> "succeeded"
                                    .equals(database.sql().query("SELECT state FROM freshet.run WHERE id = " + run)));
                }
            }
            assertThat(service.requests("DELETE")).isEmpty();
            assertThat(service.requests("POST"))
                    .extracting(request -> request.header("Idempotency-Key"))
                    .hasSize(2)
                    .containsOnly(service.requests().getFirst().header("Idempotency-Key"));
        }
    }
}
