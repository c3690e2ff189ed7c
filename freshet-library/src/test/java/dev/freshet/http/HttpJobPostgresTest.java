// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.HttpCall;
import dev.freshet.definition.JobSpec;
import dev.freshet.job.Run;
import dev.freshet.job.RunError;
import dev.freshet.job.RunState;
import dev.freshet.template.Secrets;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.RemoteService;
import dev.freshet.testing.RemoteService.Reply;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code http} jobs against a real server. */
class HttpJobPostgresTest {

    private static final String TOKEN = "s3cret/with+signs";

    private final RemoteService service = new RemoteService();
    private final TestNode node = TestNode.started(
            builder -> builder.secrets(new Secrets(Map.of("TOKEN", TOKEN, "FRESHET_OWN", "no"), null)));

    @AfterEach
    void close() {
        service.close();
        node.close();
    }

    @Test
    void callsWithItsTemplatesFilledInAndKeepsTheAnswer() {
        service.answering(request -> new Reply(
                201, Map.of("Content-Type", "application/json", "X-Request-Id", "r-17"), "{\"settled\":3}", false));
        Run run = run(
                call("/settle/{{customer}}?day={{logical_time}}")
                        .headers(Map.of("Authorization", "Bearer ${TOKEN}"))
                        .body("{\"note\": \"{{note}}\", \"days\": {{days}}, \"job\": \"{{job}}\"}"),
                Map.of("customer", "a b/c", "note", "he said \"<b>\"\n", "days", List.of(1, 2)),
                RunState.SUCCEEDED);
        RemoteService.Request request = service.requests().getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path())
                .startsWith("/settle/a%20b%2Fc?day=")
                .endsWith(run.logicalTime().toString().replace(":", "%3A"));
        assertThat(request.body())
                .isEqualTo("{\"note\": \"he said \\\"<b>\\\"\\n\", \"days\": [1,2], \"job\": \"call\"}");
        assertThat(request.header("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.header("User-Agent")).startsWith("freshet/");
        assertThat(request.header("Freshet-Run")).isEqualTo(Long.toString(run.id()));
        assertThat(request.header("Freshet-Attempt")).isEqualTo("1");
        assertThat(request.header("Freshet-Logical-Time"))
                .isEqualTo(run.logicalTime().toString());
        assertThat(request.header("Idempotency-Key")).matches("freshet-[0-9a-f]{32}");
        assertThat(log(run)).contains("answered 201 Created in ", "13 bytes of application/json; X-Request-Id: r-17");
        assertThat(artifacts(run)).containsExactly("answer.json application/json {\"settled\":3}");
    }

    @Test
    void triesAgainWhatPassesWithTheSameKeyNotBeforeTheTimeItWasTold() {
        AtomicInteger count = new AtomicInteger();
        service.answering(request -> count.incrementAndGet() == 1
                ? Reply.of(503, "resting").with(Map.of("Retry-After", "1"))
                : Reply.of(200, "done"));
        long begun = System.nanoTime();
        Run run = run(call("/settle").retries(2), Map.of(), RunState.SUCCEEDED);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(run.attempt()).isEqualTo(2);
        assertThat(service.requests())
                .extracting(request -> request.header("Idempotency-Key"))
                .hasSize(2)
                .containsOnly(service.requests().getFirst().header("Idempotency-Key"));
        assertThat(service.requests())
                .extracting(request -> request.header("Freshet-Attempt"))
                .containsExactly("1", "2");
    }

    @Test
    void sendsAnotherKeyWithEachRun() {
        run(call("/settle"), Map.of(), RunState.SUCCEEDED);
        run(call("/settle"), Map.of(), RunState.SUCCEEDED);
        assertThat(service.requests())
                .extracting(request -> request.header("Idempotency-Key"))
                .doesNotHaveDuplicates();
    }

    @Test
    void failsForGoodWithWhatWasAnswered() {
        service.answering(request -> Reply.of(422, "\nday is missing\nand so is the sum\n"));
        Run run = run(call("/settle?x=1").retries(3), Map.of(), RunState.FAILED);
        assertThat(run.attempt()).isEqualTo(1);
        RunError error = error(run);
        assertThat(error.message())
                .isEqualTo("POST " + service.url() + "/settle?x=1 answered 422 Unprocessable Content, expected 2xx");
        assertThat(error.detail()).isEqualTo("day is missing\nand so is the sum");
        assertThat(error.advice()).contains("add it to expect:");
    }

    @Test
    void succeedsWithAnyAnswerThatIsExpected() {
        service.answering(request -> Reply.of(409, "done before"));
        Run run = run(call("/settle").expect("200", "409"), Map.of(), RunState.SUCCEEDED);
        assertThat(artifacts(run)).containsExactly("answer.txt text/plain; charset=utf-8 done before");
    }

    @Test
    void followsRedirectsOfTheHost() {
        service.answering(request -> request.path().equals("/old")
                ? Reply.of(307, "").with(Map.of("Location", "/new"))
                : Reply.of(200, "here"));
        run(call("/old").body("{\"a\": 1}"), Map.of(), RunState.SUCCEEDED);
        assertThat(service.requests())
                .extracting(request -> request.method() + " " + request.path() + " " + request.body())
                .containsExactly("POST /old {\"a\": 1}", "POST /new {\"a\": 1}");
    }

    @Test
    void neverFollowsARedirectToAnotherHost() {
        try (RemoteService other = new RemoteService()) {
            service.answering(request -> Reply.of(302, "").with(Map.of("Location", other.url() + "/trap")));
            Run run = run(call("/old").headers(Map.of("Authorization", "Bearer ${TOKEN}")), Map.of(), RunState.FAILED);
            assertThat(other.requests()).isEmpty();
            assertThat(error(run).advice())
                    .contains("It leads to " + other.url() + "/trap")
                    .contains("not followed, as headers may hold secrets");
        }
    }

    @Test
    void givesUpWhenNoAnswerComesInTime() {
        service.answering(request -> service.silence());
        Run run = run(call("/slow").timeout(Duration.ofMillis(300)), Map.of(), RunState.FAILED);
        assertThat(error(run).message()).contains("no complete answer came within request-timeout, PT0.3S");
        assertThat(error(run).passing()).isNotNull();
    }

    @Test
    void givesUpWhenTheAnswerStopsInItsMiddle() {
        service.answering(request -> Reply.of(200, "promised").withoutItsBody());
        Run run = run(call("/slow").timeout(Duration.ofMillis(300)), Map.of(), RunState.FAILED);
        assertThat(error(run).message()).contains("no complete answer came within request-timeout");
    }

    @Test
    void keepsTheFirst64KiBOfAnAnswer() {
        service.answering(request -> Reply.of(200, "x".repeat(200_000)));
        Run run = run(call("/big"), Map.of(), RunState.SUCCEEDED);
        assertThat(node.database().sql().query("SELECT size FROM freshet.artifact"))
                .isEqualTo("65536");
        assertThat(log(run)).contains("the first 65536 bytes of text/plain");
    }

    @Test
    void triesAgainWhereNobodyListens() {
        String address = service.url();
        service.close();
        Run run = run(call("/x").url(address + "/x").retries(1), Map.of(), RunState.FAILED);
        assertThat(run.attempt()).isEqualTo(2);
        assertThat(error(run).message()).contains("nothing listens at 127.0.0.1:");
    }

    @Test
    void namesTheSecretThatIsMissing() {
        assertThat(error(run(call("/x").headers(Map.of("A", "${NOWHERE}")), Map.of(), RunState.FAILED))
                        .message())
                .startsWith("${NOWHERE} has no value on this node. Set the environment variable NOWHERE");
        assertThat(error(run(call("/x").headers(Map.of("A", "${FRESHET_OWN}")), Map.of(), RunState.FAILED))
                        .message())
                .contains("is not available to jobs");
        assertThat(service.requests()).isEmpty();
    }

    @Test
    void takesNoParameterForASecretNorASecretForATemplate() {
        run(
                call("/x").headers(Map.of("A", "{{name}}")).body("{\"a\": \"{{name}}\"}"),
                Map.of("name", "${TOKEN}{{job}}"),
                RunState.SUCCEEDED);
        assertThat(service.requests().getFirst().header("A")).isEqualTo("${TOKEN}{{job}}");
        assertThat(service.requests().getFirst().body()).isEqualTo("{\"a\": \"${TOKEN}{{job}}\"}");
    }

    @Test
    void namesTheValueThatATemplateLacks() {
        assertThat(error(run(call("/{{nowhere}}"), Map.of(), RunState.FAILED)).message())
                .contains("uses {{nowhere}} in line 1, which has no value here", "run_id");
    }

    private Run run(CallJob call, Map<String, Object> parameters, RunState end) {
        node.deploy(call.job());
        return node.awaitState(node.run("call", parameters), end);
    }

    private static RunError error(Run run) {
        return Objects.requireNonNull(run.error());
    }

    private String log(Run run) {
        return String.valueOf(node.database()
                .sql()
                .query("SELECT string_agg(message, E'\\n"
                        + "' ORDER BY attempt, number) FROM freshet.log_line WHERE run_id = "
                        + run.id()));
    }

    private List<@Nullable String> artifacts(Run run) {
        return node.database()
                .sql()
                .queryAll("SELECT concat_ws(' ', name, media_type, convert_from(content, 'UTF8')) FROM freshet.artifact"
                        + " WHERE run_id = " + run.id());
    }

    private CallJob call(String path) {
        return CallJob.of(service.url() + path);
    }

    /** A job named {@code call}, changed step by step. */
    private record CallJob(HttpCall call, int retries) {

        static CallJob of(String url) {
            return new CallJob(new HttpCall(url, "POST", Map.of(), null, List.of("2xx"), Duration.ofSeconds(20)), 0);
        }

        CallJob url(String url) {
            return new CallJob(
                    new HttpCall(url, call.method(), call.headers(), call.body(), call.expect(), call.timeout()),
                    retries);
        }

        CallJob headers(Map<String, String> headers) {
            return new CallJob(
                    new HttpCall(call.url(), call.method(), headers, call.body(), call.expect(), call.timeout()),
                    retries);
        }

        CallJob body(String body) {
            return new CallJob(
                    new HttpCall(call.url(), call.method(), call.headers(), body, call.expect(), call.timeout()),
                    retries);
        }

        CallJob expect(String... expect) {
            return new CallJob(
                    new HttpCall(
                            call.url(), call.method(), call.headers(), call.body(), List.of(expect), call.timeout()),
                    retries);
        }

        CallJob timeout(Duration timeout) {
            return new CallJob(
                    new HttpCall(call.url(), call.method(), call.headers(), call.body(), call.expect(), timeout),
                    retries);
        }

        CallJob retries(int count) {
            return new CallJob(call, count);
        }

        JobDefinitions job() {
            return JobDefinitions.sql("call", "SELECT 1")
                    .spec(new JobSpec.Http(call, null))
                    .retries(retries, "transient");
        }
    }
}
