// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.RunningServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LineageCommandsPostgresTest {

    private Path home;
    private RunningServer service;

    @BeforeAll
    void start(@TempDir Path folder) {
        home = folder;
        service = RunningServer.start(home);
        service.database().execute("""
            CREATE TABLE call AS SELECT 1 AS id;
            CREATE VIEW recent AS SELECT id FROM call;
            CREATE MATERIALIZED VIEW direct AS SELECT id FROM recent;
            CREATE MATERIALIZED VIEW top AS SELECT d.id FROM direct d, recent r;
            """);
        service.apply("freshet: 1\nviews: { top: { refresh: auto } }");
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void printsEveryPathOnALine() {
        CommandOutcome all = run("lineage", "paths", "call", "top");
        assertThat(all.exitCode()).as(all.err()).isEqualTo(ExitCode.DONE);
        assertThat(all.out().lines()).containsExactly("call -> recent -> direct -> top", "call -> recent -> top");
        assertThat(all.err()).isEmpty();
    }

    @Test
    void saysHowToGoOnWhereThereAreMore() {
        CommandOutcome first = run("lineage", "paths", "call", "top", "--limit", "1");
        assertThat(first.out().lines()).hasSize(1);
        assertThat(first.err()).startsWith("More: freshet lineage paths call top --next ");
        String cursor = first.err().strip().replaceFirst(".* ", "");
        assertThat(run("lineage", "paths", "call", "top", "--next", cursor)
                        .out()
                        .lines())
                .containsExactly("call -> recent -> top");
    }

    @Test
    void printsJsonForPrograms() {
        JsonNode page = ApiClient.JSON.readTree(
                run("lineage", "paths", "call", "top", "--output", "json").out());
        assertThat(page.get("items")).hasSize(2);
        assertThat(page.get("next").isNull()).isTrue();
        assertThat(ApiClient.JSON
                        .readTree(run("lineage", "paths", "top", "call", "--output", "json")
                                .out())
                        .get("items"))
                .isEmpty();
    }

    @Test
    void saysThatThePathsLeadTheOtherWayRound() {
        assertThat(run("lineage", "paths", "top", "call").out())
                .contains("No path leads from top to call.", "freshet lineage paths call top");
        CommandOutcome unknown = run("lineage", "paths", "cal", "top");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(unknown.err()).contains("Did you mean call?");
    }

    @Test
    void printsATreeInWhichNothingIsToldTwice() {
        assertThat(run("lineage", "top").out()).isEqualTo("""
            top (materialized view, unknown)
            reads
            ├─ direct (materialized view)
            │  └─ recent (view)
            │     └─ call (table)
            └─ recent (view) …
            is read by nothing
            """);
        assertThat(run("lineage", "recent", "--depth", "1").out()).contains("is read by", "├─ direct", "└─ top");
        assertThat(run("lineage").out()).startsWith("top (materialized view, unknown)\n├─ direct");
    }

    private CommandOutcome run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--server", service.server().url(), "--home", home.toString()));
        return CommandOutcome.of(all.toArray(String[]::new));
    }
}
