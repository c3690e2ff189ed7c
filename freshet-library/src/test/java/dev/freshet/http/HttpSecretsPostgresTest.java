// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.freshet.definition.HttpCall;
import dev.freshet.definition.JobSpec;
import dev.freshet.job.RunState;
import dev.freshet.template.Secrets;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.RemoteService;
import dev.freshet.testing.RemoteService.Reply;
import dev.freshet.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Secrets reach the other side, and nothing and nobody else, whatever comes back. */
class HttpSecretsPostgresTest {

    private static final String FROM_ENVIRONMENT = "hunter2\"&<+/ü";
    private static final String FROM_FILE = "opensesame-0815";

    private final RemoteService service = new RemoteService();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Level levelBefore = root.getLevel();

    @TempDir
    Path folder;

    @BeforeEach
    void listen() {
        logged.start();
        root.addAppender(logged);
        root.setLevel(Level.DEBUG);
    }

    @AfterEach
    void close() {
        root.detachAppender(logged);
        root.setLevel(levelBefore);
        service.close();
    }

    @Test
    void leavesNoTraceOfASecretInDatabaseOrLogs() throws IOException {
        Files.writeString(folder.resolve("FILE_TOKEN"), FROM_FILE + "\n");
        // As nosy as a server can be: it repeats all it got, in its headers, in its body and in where it leads.
        service.answering(request -> new Reply(
                request.path().contains("fine") ? 200 : 500,
                Map.of(
                        "Content-Type", "text/plain; note=" + FROM_FILE,
                        "X-Request-Id", FROM_FILE,
                        "Location", "http://127.0.0.1:1/" + request.header("X-Key")),
                "You sent " + request + "\nx-token: " + request.header("X-Token"),
                false));
        try (TestNode node =
                TestNode.started(builder -> builder.secrets(new Secrets(Map.of("TOKEN", FROM_ENVIRONMENT), folder)))) {
            for (String path : List.of("/fine", "/broken", "/{{nowhere}}")) {
                node.deploy(job(service.url() + path + "?token=${FILE_TOKEN}"));
                node.awaitState(node.run("call"), path.equals("/fine") ? RunState.SUCCEEDED : RunState.FAILED);
            }
            node.deploy(job("http://${TOKEN}.invalid/"));
            node.awaitState(node.run("call"), RunState.FAILED);
            node.deploy(job("http://127.0.0.1:1/${FILE_TOKEN}"));
            node.awaitState(node.run("call"), RunState.FAILED);
            String everything = database(node);
            assertThat(everything).contains("${FILE_TOKEN}", "You sent");
            assertThat(everything).doesNotContain(FROM_FILE, FROM_ENVIRONMENT, "hunter2");
        }
        assertThat(service.requests().getFirst().header("X-Key")).isEqualTo(FROM_FILE);
        assertThat(service.requests().getFirst().path()).endsWith("token=" + FROM_FILE);
        String log = logged.list.stream()
                .map(event -> event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : event.getThrowableProxy().getMessage()))
                .collect(Collectors.joining("\n"));
        assertThat(log).contains("Run ").doesNotContain(FROM_FILE, "hunter2");
    }

    private static JobDefinitions job(String url) {
        HttpCall call = new HttpCall(
                url,
                "POST",
                Map.of("X-Key", "${FILE_TOKEN}", "X-Token", "t ${FILE_TOKEN}"),
                null,
                List.of("2xx"),
                Duration.ofSeconds(20));
        return JobDefinitions.sql("call", "SELECT 1").spec(new JobSpec.Http(call, null));
    }

    /** Every row of every table, as text. */
    private static String database(TestNode node) {
        StringBuilder all = new StringBuilder();
        for (String table : node.database()
                .sql()
                .queryAll(
                        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'freshet'")) {
            all.append(node.database().sql().query("SELECT string_agg(t::text, E'\\n') FROM " + table + " t"));
        }
        all.append(
                node.database().sql().query("SELECT string_agg(encode(content, 'escape'), ' ') FROM freshet.artifact"));
        return all.toString();
    }
}
