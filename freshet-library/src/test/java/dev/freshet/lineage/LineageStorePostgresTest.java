// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testing.FreshetDatabase;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineageStorePostgresTest {

    private final FreshetDatabase freshet = FreshetDatabase.create();
    private final LineageStore lineage = new LineageStore();

    @BeforeEach
    void createViews() {
        freshet.sql().execute("""
            CREATE SCHEMA "S"; CREATE TABLE event (id int); CREATE TABLE "S"."T" (id int); CREATE SEQUENCE counter;
            CREATE MATERIALIZED VIEW base AS SELECT id FROM event;
            CREATE VIEW plain AS SELECT id FROM base UNION SELECT id FROM "S"."T";
            CREATE FUNCTION latest() RETURNS int LANGUAGE sql RETURN (SELECT max(id) FROM plain);
            CREATE MATERIALIZED VIEW top AS SELECT latest() AS id, last_value FROM counter;
            CREATE MATERIALIZED VIEW alone AS SELECT 1 AS one;
            """);
    }

    @AfterEach
    void dropDatabase() {
        freshet.close();
    }

    @Test
    void walksThroughPlainViewsAndParsedFunctionsDownToTheTables() {
        DependencyGraph graph = freshet.database().call(session -> lineage.upstreamOf(session, List.of(oid("top"))));
        assertThat(names(graph.relations()))
                .containsExactlyInAnyOrder("top", "latest()", "plain", "base", "event", "S.T");
        Relation top = graph.relations().stream()
                .filter(r -> r.name().equals("top"))
                .findFirst()
                .orElseThrow();
        assertThat(top.kind()).isEqualTo(RelationKind.MATERIALIZED_VIEW);
        assertThat(names(graph.sourcesOf(top))).containsExactly("latest()");
        assertThat(names(graph.allSourcesOf(top))).contains("event", "S.T");
    }

    @Test
    void knowsEveryViewOfTheDatabaseAndNoneOfPostgres() {
        DependencyGraph graph = freshet.database().call(lineage::whole);
        assertThat(names(graph.relations()))
                .contains("top", "alone", "event")
                .noneMatch(name -> name.startsWith("pg_"));
        assertThat(graph.inDependencyOrder().stream().map(Relation::name).toList())
                .containsSubsequence("event", "base", "plain", "latest()", "top");
    }

    private long oid(String relation) {
        return Long.parseLong(String.valueOf(freshet.sql().query("SELECT '" + relation + "'::regclass::oid")));
    }

    private static Set<String> names(Set<Relation> relations) {
        return relations.stream().map(Relation::name).collect(Collectors.toSet());
    }
}
