// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshet.definition.HttpCall;
import dev.freshet.definition.JobSpec;
import dev.freshet.job.RunState;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.RemoteService;
import dev.freshet.testing.RemoteService.Reply;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call that is ended before its answer came. */
class HttpCancelPostgresTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RemoteService service = new RemoteService();
    private final TestNode node = TestNode.started();

    @AfterEach
    void close() {
        service.close();
        node.close();
    }

    @Test
    void hangsUpAndTellsTheOtherSide() {
        service.answering(request -> request.method().equals("DELETE") ? Reply.of(204, "") : service.silence());
        deploy(PATIENCE, "/settle/{{run_id}}", null);
        long run = node.run("call");
        await().until(() -> service.requests("POST").size() == 1);
        node.freshet().control().cancel(run, TestNode.TESTER, "enough");
        node.awaitState(run, RunState.CANCELLED);
        assertThat(service.requests("DELETE"))
                .extracting(RemoteService.Request::path)
                .containsExactly("/settle/" + run);
        assertThat(service.requests("DELETE").getFirst().header("Idempotency-Key"))
                .isEqualTo(service.requests("POST").getFirst().header("Idempotency-Key"));
        assertThat(log(run)).contains("Cancel-call: DELETE " + service.url() + "/settle/" + run, "answered 204");
    }

    @Test
    void tellsWhenTheOtherSideWouldNotHear() {
        service.answering(
                request -> request.method().equals("DELETE") ? Reply.of(500, "cannot stop") : service.silence());
        deploy(PATIENCE, "/settle", null);
        long run = node.run("call");
        await().until(() -> service.requests("POST").size() == 1);
        node.freshet().control().cancel(run, TestNode.TESTER, null);
        node.awaitState(run, RunState.CANCELLED);
        assertThat(log(run)).contains("The cancel-call failed, so the other side may still be at it", "cannot stop");
    }

    @Test
    void doesNotWaitForEverForACancelCall() {
        service.answering(request -> service.silence());
        deploy(Duration.ofMillis(400), "/settle", null, PATIENCE);
        long run = node.run("call");
        await().until(() -> service.requests("POST").size() == 1);
        node.freshet().control().cancel(run, TestNode.TESTER, null);
        node.awaitState(run, RunState.CANCELLED);
        assertThat(log(run)).contains("no complete answer came within request-timeout, PT0.4S");
    }

    @Test
    void cancelsWhatTheRunsTimeoutEnds() {
        service.answering(request -> request.method().equals("DELETE") ? Reply.of(204, "") : service.silence());
        deploy(PATIENCE, "/settle", Duration.ofMillis(500));
        long run = node.run("call");
        assertThat(String.valueOf(node.awaitState(run, RunState.FAILED).error()))
                .contains("longer than its timeout");
        assertThat(service.requests("DELETE")).hasSize(1);
    }

    @Test
    void cancelsNothingOfAnAnswerThatCame() {
        deploy(PATIENCE, "/settle", null);
        node.awaitState(node.run("call"), RunState.SUCCEEDED);
        assertThat(service.requests("DELETE")).isEmpty();
    }

    private void deploy(Duration requestTimeout, String cancelPath, @Nullable Duration runTimeout) {
        deploy(requestTimeout, cancelPath, runTimeout, requestTimeout);
    }

    private void deploy(
            Duration cancelTimeout, String cancelPath, @Nullable Duration runTimeout, Duration requestTimeout) {
        HttpCall call = call("POST", "/settle", requestTimeout);
        HttpCall cancel = call("DELETE", cancelPath, cancelTimeout);
        JobDefinitions job = JobDefinitions.sql("call", "SELECT 1").spec(new JobSpec.Http(call, cancel));
        node.deploy(runTimeout == null ? job : job.timeout(runTimeout));
    }

    private HttpCall call(String method, String path, Duration timeout) {
        return new HttpCall(service.url() + path, method, Map.of(), null, List.of("2xx"), timeout);
    }

    private String log(long run) {
        return String.valueOf(node.database()
                .sql()
                .query("SELECT string_agg(message, E'\\n' ORDER BY number) FROM freshet.log_line WHERE run_id = "
                        + run));
    }
}
