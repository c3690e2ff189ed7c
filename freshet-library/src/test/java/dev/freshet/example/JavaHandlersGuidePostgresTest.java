// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.definition.JobSpec;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JavaHandlersGuidePostgresTest {

    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("freshet.root")));

    @Test
    void runsTheHandlerOfTheGuide() {
        try (TestNode node = TestNode.started(builder -> builder.handler("settle", new SettleHandler()))) {
            node.database()
                    .sql()
                    .execute(
                            "CREATE TABLE payment (settled_at timestamptz); INSERT INTO payment VALUES (NULL), (NULL)");
            node.deploy(JobDefinitions.sql("settle", "SELECT 1").spec(new JobSpec.Java("settle")));
            Run run = node.awaitState(node.run("settle"), RunState.SUCCEEDED);
            assertThat(run.rowsAffected()).isEqualTo(2);
            assertThat(node.database().sql().query("SELECT count(*) FROM payment WHERE settled_at IS NOT NULL"))
                    .isEqualTo("2");
            assertThat(node.database().sql().query("SELECT convert_from(content, 'UTF8') FROM freshet.artifact"))
                    .isEqualTo("2 payments\n");
        }
    }

    @Test
    void isWhatTheGuideShows() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/guides/java-handlers.md"));
        String source =
                Files.readString(ROOT.resolve("freshet-library/src/test/java/dev/freshet/example/SettleHandler.java"));
        String method = source.substring(source.indexOf("    @Override"), source.lastIndexOf('}'));
        assertThat(guide).contains(method);
    }

    @Test
    void lendsAConnectionThatCannotEndTheTransaction() {
        try (TestNode node = TestNode.started();
                Session session = node.freshet().database().openDirect()) {
            session.begin();
            assertThatThrownBy(() -> session.withConnection(connection -> {
                        connection.commit();
                        return 1;
                    }))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("commit is the session's: use Session.begin()");
            Connection escaped = session.withConnection(connection -> {
                connection.close();
                return connection;
            });
            assertThatThrownBy(escaped::createStatement).hasMessageContaining("the work it was lent to is over");
            int one = session.query("SELECT 1 AS one").one(row -> row.integer("one"));
            assertThat(one).isEqualTo(1);
        }
    }
}
