// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedSqlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ':a', 'it''s :a'",
                "SELECT E'it\\'s :a', e'\\\\'",
                "SELECT '\\' -- :a",
                "SELECT U&'\\0041 :a', N':a', B'01'",
                "SELECT \":a\", \"x\"\":a\", U&\":a\"",
                "SELECT $$ :a $$, $t$ :a $$ :a $t$, $größe$ :a $größe$",
                "SELECT 1 -- :a",
                "SELECT 1 /* :a /* :a */ :a */",
                "SELECT now()::text, 'x'::text::text",
                "SELECT v[1:2], v[:2], v[1:] FROM t",
                "CALL p(a := 1, b => 2)",
                "DO $do$ BEGIN x := 1; RAISE NOTICE '%', $q$:a$q$; END $do$",
                "SELECT 'unfinished :a",
                "SELECT $t$ unfinished :a",
                "SELECT /* unfinished :a",
                "PREPARE p AS SELECT $1, a$b, c$1:: text",
                "SELECT ': a', 5 : 6",
                ":",
                "::",
                "$",
            })
    void leavesEveryColonThatIsNoParameter(String sql) {
        assertThat(NamedSql.parse(sql)).isEqualTo(new NamedSql(sql, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT :a::int",
                "SELECT '::' || :a",
                "SELECT $1$ || :a",
                "SELECT v[1:2], :a",
                "SELECT 'x'':y' || :a",
                "SELECT E'\\\\' || :a",
                "SELECT '\\' || :a",
                "SELECT 1 -- :x\n + :a",
                "SELECT 1 -- :x\r + :a",
                "SELECT/* :x */:a",
                "SELECT $x$ $y$ :x $x$ || :a",
                "SELECT 1=:a",
                "SELECT(:a)",
            })
    void findsTheParameterBesideThem(String sql) {
        NamedSql parsed = NamedSql.parse(sql);
        assertThat(parsed.names()).containsExactly("a");
        assertThat(parsed.text())
                .isEqualTo(sql.substring(0, sql.lastIndexOf(":a")) + "?" + sql.substring(sql.lastIndexOf(":a") + 2));
    }

    @org.junit.jupiter.api.Test
    void doublesQuestionMarksThatAreOperators() {
        assertThat(NamedSql.parse("SELECT j ? 'a?', j ?| :keys, j @? '$' -- ?").text())
                .isEqualTo("SELECT j ?? 'a?', j ??| ?, j @?? '$' -- ?");
    }

    @org.junit.jupiter.api.Test
    void takesNamesInAnyAlphabet() {
        assertThat(NamedSql.parse("SELECT :größe, :_a1, :größe").names()).containsExactly("größe", "_a1", "größe");
    }

    @Property
    void findsExactlyTheParametersBetweenPiecesOfOtherSyntax(
            @ForAll("pieces") List<Tuple.Tuple2<String, Boolean>> pieces) {
        StringBuilder sql = new StringBuilder();
        StringBuilder text = new StringBuilder();
        int parameters = 0;
        for (Tuple.Tuple2<String, Boolean> piece : pieces) {
            sql.append(piece.get1()).append(' ');
            text.append(piece.get2() ? "?" : piece.get1()).append(' ');
            parameters += piece.get2() ? 1 : 0;
        }
        NamedSql parsed = NamedSql.parse(sql.toString());
        assertThat(parsed.names()).hasSize(parameters).allMatch("name"::equals);
        assertThat(parsed.text()).isEqualTo(text.toString());
    }

    @Provide
    Arbitrary<List<Tuple.Tuple2<String, Boolean>>> pieces() {
        Arbitrary<Tuple.Tuple2<String, Boolean>> other = Arbitraries.of(
                        "':x'",
                        "E'\\':x'",
                        "'\\'",
                        "\":x\"",
                        "$$ ' :x $$",
                        "$a$ $$ :x $a$",
                        "/* ' :x */",
                        "-- ' :x\n",
                        "::int",
                        "[1:2]",
                        "a := 1",
                        "''",
                        "(",
                        "$1")
                .map(text -> Tuple.of(text, false));
        return Arbitraries.oneOf(other, Arbitraries.just(Tuple.of(":name", true)))
                .list()
                .ofMaxSize(12);
    }
}
