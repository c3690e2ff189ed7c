// SPDX-License-Identifier: Apache-2.0
package dev.freshet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.freshet.testing.FreshetDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The questions that the documentation asks in SQL name tables and columns that exist. */
class DocsSqlPostgresTest {

    private static final Path ROOT =
            Path.of(System.getProperty("freshet.root", "..")).toAbsolutePath().normalize();

    @Test
    void shownQueriesCanBePlanned() throws IOException {
        List<String> queries = MarkdownFile.list(ROOT).stream()
                .filter(page -> page.path().startsWith(ROOT.resolve("docs")))
                .flatMap(page -> page.blocks().stream())
                .filter(block -> block.language().equals("sql"))
                .flatMap(block -> queries(block.text()))
                .toList();
        assertThat(queries).hasSizeGreaterThan(8);
        try (FreshetDatabase database = FreshetDatabase.create()) {
            for (String query : queries) {
                assertThatCode(() -> database.sql().query("EXPLAIN " + query)).doesNotThrowAnyException();
            }
        }
    }

    private static Stream<String> queries(String block) {
        return Stream.of(block.replaceAll("--.*", "").split(";"))
                .map(String::strip)
                .filter(statement -> statement.startsWith("SELECT"))
                .filter(statement -> !statement.contains("…"));
    }
}
