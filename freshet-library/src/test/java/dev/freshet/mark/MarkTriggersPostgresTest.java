// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.Freshet;
import dev.freshet.definition.Applied;
import dev.freshet.definition.DefinitionReader;
import dev.freshet.definition.DefinitionReading;
import dev.freshet.definition.DefinitionSource;
import dev.freshet.definition.DefinitionSources;
import dev.freshet.definition.Definitions;
import dev.freshet.definition.Plan;
import dev.freshet.mark.MarkFixture.Session;
import dev.freshet.postgres.Database;
import dev.freshet.testing.TestNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class MarkTriggersPostgresTest {

    private static final String MARKED =
            "SELECT string_agg(tgrelid::regclass::text, ' ' ORDER BY tgrelid::regclass::text) FROM pg_trigger WHERE"
                    + " tgname = 'freshet_mark'";

    private static final String VIEWS = """
        freshet: 1
        views:
          total: { group: calls, freshness: 15m }
          other: { freshness: 15m, schedule: "@hourly" }
        groups:
          calls: { schedule: "*/10 * * * *", change-marks: true }
        """;

    private final MarkFixture fixture = new MarkFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void comeAndGoWithTheDefinitions() {
        createViews();
        Freshet freshet = Freshet.builder(fixture.freshet().database()).build();
        Plan plan = freshet.plan(read(VIEWS));
        assertThat(plan.effects()).containsExactly("installs change marks on call");
        assertThat(fixture.query(MARKED)).isEqualTo("null");
        apply(freshet, VIEWS);
        assertThat(fixture.query(MARKED)).isEqualTo("call");
        assertThat(freshet.plan(read(VIEWS)).effects()).isEmpty();
        String without = VIEWS.replace(", change-marks: true", "");
        assertThat(freshet.plan(read(without)).effects()).containsExactly("removes change marks from call");
        apply(freshet, without);
        assertThat(fixture.query(MARKED)).isEqualTo("null");
    }

    @Test
    void areTrackedAsSoonAsTheyAreApplied() {
        createViews();
        apply(Freshet.builder(fixture.freshet().database()).build(), VIEWS);
        fixture.refresh("total");
        assertThat(fixture.pending("total")).isEqualTo("nothing");
    }

    @Test
    void areOfferedWhereTheyWouldHelpAndOnlyThere() {
        createViews();
        Freshet freshet = Freshet.builder(fixture.freshet().database()).build();
        assertThat(freshet.plan(read(VIEWS)).warnings())
                .containsExactly("lag is the mere age of other: their sources carry no change marks; change-marks: true"
                        + " measures it by what changed");
        fixture.execute("DROP MATERIALIZED VIEW other; CREATE MATERIALIZED VIEW other AS SELECT now() FROM email");
        assertThat(freshet.plan(read(VIEWS)).warnings()).isEmpty();
    }

    @Test
    void standOnPartitionsAndOnThoseThatComeLater() {
        fixture.execute(
                "CREATE TABLE call (id int, day date) PARTITION BY RANGE (day);CREATE TABLE call_1 PARTITION OF call"
                    + " FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');CREATE TABLE call_2 PARTITION OF call FOR"
                    + " VALUES FROM ('2026-02-01') TO ('2026-03-01');CREATE MATERIALIZED VIEW total AS SELECT count(*)"
                    + " FROM call; CREATE MATERIALIZED VIEW first AS SELECT count(*) FROM call_1");
        fixture.mark("total", "first");
        fixture.refresh("total", "first");
        for (String statement : List.of(
                "INSERT INTO call_1 VALUES (1, '2026-01-05')",
                "UPDATE call SET day = '2026-02-05' WHERE id = 1",
                "INSERT INTO call VALUES (2, '2026-02-06')",
                "TRUNCATE call_2")) {
            fixture.execute(statement);
            assertThat(fixture.pending("total")).as(statement).isEqualTo("call");
            assertThat(fixture.pending("first"))
                    .as(statement)
                    .isEqualTo(statement.equals("TRUNCATE call_2") ? "nothing" : "call_1");
            fixture.refresh("total", "first");
        }
        fixture.execute("CREATE TABLE call_3 (id int, day date); INSERT INTO call_3 VALUES (9, '2026-03-09');"
                + "ALTER TABLE call ATTACH PARTITION call_3 FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')");
        fixture.keep();
        assertThat(fixture.pending("total")).isEqualTo("call");
        assertThat(fixture.query("SELECT tripped_because FROM freshet.source WHERE name = 'call'"))
                .isEqualTo("partitions or children of call came or went");
        fixture.refresh("total");
        fixture.keep();
        assertThat(fixture.pending("total")).isEqualTo("nothing");
        fixture.execute("INSERT INTO call_3 VALUES (10, '2026-03-10')");
        assertThat(fixture.pending("total")).isEqualTo("call");
    }

    @Test
    void standOnChildrenByInheritance() {
        fixture.execute(
                "CREATE TABLE call (id int); CREATE TABLE archive () INHERITS (call); CREATE TABLE old () INHERITS"
                        + " (archive);CREATE MATERIALIZED VIEW total AS SELECT count(*) FROM archive");
        fixture.mark("total");
        fixture.refresh("total");
        for (String statement :
                List.of("INSERT INTO old VALUES (1)", "UPDATE call SET id = 2", "DELETE FROM archive")) {
            fixture.execute(statement);
            assertThat(fixture.pending("total")).as(statement).isEqualTo("archive");
            fixture.refresh("total");
        }
    }

    @Test
    void comeWithAViewThatIsCreatedLater() {
        fixture.execute("CREATE TABLE call (id int)");
        fixture.mark("total");
        fixture.execute("CREATE MATERIALIZED VIEW total AS SELECT count(*) FROM call");
        fixture.keep();
        fixture.refresh("total");
        assertThat(fixture.pending("total")).isEqualTo("nothing");
    }

    @Test
    void doNotWaitLongForAWriter() {
        createViews();
        Freshet freshet = Freshet.builder(fixture.freshet().database()).build();
        Session writer = fixture.session().execute("BEGIN").execute("INSERT INTO call VALUES (1)");
        assertThat(apply(freshet, VIEWS).plan().warnings())
                .anySatisfy(
                        warning -> assertThat(warning).contains("the change marks of call wait, and are tried again"));
        writer.execute("COMMIT");
        fixture.mark("total");
        assertThat(fixture.query(MARKED)).isEqualTo("call");
    }

    @Test
    void nameTheGrantThatIsMissing() {
        createViews();
        fixture.execute("""
            CREATE ROLE mark_freshet LOGIN; GRANT USAGE, CREATE ON SCHEMA freshet TO mark_freshet;
            GRANT ALL ON ALL TABLES IN SCHEMA freshet TO mark_freshet; GRANT ALL ON ALL SEQUENCES IN SCHEMA freshet TO mark_freshet
            """);
        try {
            PGSimpleDataSource plain = new PGSimpleDataSource();
            plain.setUrl(fixture.freshet().sql().jdbcUrl());
            plain.setUser("mark_freshet");
            Freshet freshet = Freshet.builder(new Database(plain, plain)).build();
            assertThat(apply(freshet, VIEWS).plan().warnings())
                    .contains("changes of call are not marked, and the lag of its views is their age, without:"
                            + " GRANT TRIGGER ON call TO mark_freshet;");
            fixture.execute("GRANT TRIGGER ON call TO mark_freshet");
            apply(freshet, VIEWS);
            assertThat(fixture.query(MARKED)).isEqualTo("call");
        } finally {
            fixture.execute("DROP OWNED BY mark_freshet CASCADE; DROP ROLE mark_freshet");
        }
    }

    @Test
    void areTriedAgainOnceTheyAreAllowed() {
        createViews();
        fixture.execute("CREATE ROLE mark_guest");
        try {
            String before = fixture.freshet().database().call(fixture.triggers()::catalogs);
            fixture.execute("GRANT TRIGGER ON call TO mark_guest");
            assertThat(fixture.freshet().database().call(fixture.triggers()::catalogs))
                    .isNotEqualTo(before);
        } finally {
            fixture.execute("DROP OWNED BY mark_guest; DROP ROLE mark_guest");
        }
    }

    private void createViews() {
        fixture.execute("CREATE TABLE call (id int); CREATE TABLE email (id int);"
                + "CREATE MATERIALIZED VIEW total AS SELECT count(*) FROM call;"
                + "CREATE MATERIALIZED VIEW other AS SELECT count(*) FROM email");
    }

    private static Definitions read(String yaml) {
        DefinitionReading.Valid valid = DefinitionReader.read(List.of(new DefinitionSource("freshet.yaml", yaml)))
                .orThrow();
        return valid.definitions();
    }

    private static Applied apply(Freshet freshet, String yaml) {
        return freshet.apply(read(yaml), DefinitionSources.NONE, TestNode.TESTER, null);
    }
}
