// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import static org.awaitility.Awaitility.await;

import dev.freshet.Freshet;
import dev.freshet.FreshetBuilder;
import dev.freshet.definition.DefinitionReader;
import dev.freshet.definition.DefinitionReading;
import dev.freshet.definition.DefinitionSource;
import dev.freshet.job.RunState;
import dev.freshet.testing.RemoteService;
import dev.freshet.testing.RemoteService.Request;
import dev.freshet.testing.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A node and the service its alerts go to. Job {@code work} fails while table {@code trouble} has a row. */
final class AlertNode implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(30);

    final RemoteService service = new RemoteService();
    final TestNode node;

    AlertNode(String channel) {
        this(channel, builder -> builder);
    }

    /** @param channel what follows its webhook */
    AlertNode(String channel, UnaryOperator<FreshetBuilder> settings) {
        node = TestNode.started(builder -> settings.apply(builder.publicUrl(() -> "https://freshet.shop.example")));
        node.database().sql().execute("CREATE TABLE trouble (what text)");
        apply(node.freshet(), definitions("webhook: \"" + service.url() + "/hook\"" + channel));
    }

    static String definitions(String channel) {
        return """
            freshet: 1
            jobs:
              work: { type: sql, owner: finance, sql: "select 1 / (select 1 - count(*) from trouble)" }
            alerts:
              ops: { %s }
            """.formatted(channel);
    }

    static void apply(Freshet freshet, String yaml) {
        DefinitionReading.Valid valid = DefinitionReader.read(List.of(new DefinitionSource("freshet.yaml", yaml)))
                .orThrow();
        freshet.apply(valid.definitions(), valid.sources(), TestNode.TESTER, null);
    }

    long fail() {
        node.database().sql().execute("DELETE FROM trouble; INSERT INTO trouble VALUES ('any')");
        long run = node.run("work");
        node.awaitState(run, RunState.FAILED);
        return run;
    }

    long succeed() {
        node.database().sql().execute("DELETE FROM trouble");
        long run = node.run("work");
        node.awaitState(run, RunState.SUCCEEDED);
        return run;
    }

    String sql(String query) {
        return String.valueOf(node.database().sql().query(query));
    }

    void awaitSql(String query, String expected) {
        await(query).atMost(SOON).until(() -> {
            askToLook();
            return sql(query).equals(expected);
        });
    }

    /** It looks by itself, too, but only every few seconds. */
    private void askToLook() {
        node.database().sql().execute("SELECT pg_notify('freshet', 'alert')");
    }

    /** Lets a whole look at the conditions pass, begun after this call. */
    void awaitTwoLooks() {
        for (int i = 0; i < 2; i++) {
            String before = sql("SELECT evaluated_at FROM freshet.alert_evaluation");
            await("a look").atMost(SOON).until(() -> {
                askToLook();
                return !sql("SELECT evaluated_at FROM freshet.alert_evaluation").equals(before);
            });
        }
    }

    /** The events that arrived, once there are so many. */
    List<String> awaitEvents(int count) {
        await(count + " messages").atMost(SOON).until(() -> {
            askToLook();
            return service.requests().size() >= count;
        });
        return events();
    }

    List<String> events() {
        return service.requests().stream()
                .map(request -> payload(request).get("event").asString())
                .toList();
    }

    static JsonNode body(Request request) {
        return JsonMapper.shared().readTree(request.body());
    }

    static JsonNode payload(Request request) {
        return body(request).get("metadata").get("event_payload");
    }

    @Override
    public void close() {
        node.close();
        service.close();
    }
}
