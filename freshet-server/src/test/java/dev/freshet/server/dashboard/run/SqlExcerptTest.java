// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.dashboard.run.SqlExcerpt.Line;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SqlExcerptTest {

    @Test
    void showsTheLineWithItsNeighboursAndACaretBelowThePlace() {
        String sql = "select 1,\n\t2,\n\tsum(amonut)\nfrom due\nwhere true\nlimit 1";
        SqlExcerpt excerpt = requireNonNull(SqlExcerpt.of(sql, sql.indexOf("amonut") + 1));
        assertThat(excerpt.lines().stream().map(Line::number)).containsExactly(1, 2, 3, 4, 5);
        assertThat(excerpt.lines().stream().filter(Line::faulty).map(Line::text))
                .containsExactly("\tsum(amonut)");
        assertThat(excerpt.caret()).isEqualTo("\t    ^");
    }

    @Test
    void countsCharactersAsPostgresDoes() {
        SqlExcerpt excerpt = requireNonNull(SqlExcerpt.of("select '💧💧', x", 14));
        assertThat(excerpt.caret()).isEqualTo(" ".repeat(13) + "^");
    }

    @Test
    void pointsBehindTheEndAndKnowsNoPlaceOutsideOfTheText() {
        assertThat(requireNonNull(SqlExcerpt.of("select", 7)).caret()).isEqualTo("      ^");
        assertThat(SqlExcerpt.of("select", 8)).isNull();
        assertThat(SqlExcerpt.of("select", 0)).isNull();
    }

    @Property
    void alwaysPointsAtTheCharacterOfThePosition(
            @ForAll @StringLength(min = 1, max = 120) @CharRange(from = 'a', to = 'f') String letters,
            @ForAll @net.jqwik.api.constraints.IntRange(min = 0, max = 119) int place) {
        String sql = letters.replace('f', '\n');
        int at = place % sql.length();
        SqlExcerpt excerpt = requireNonNull(SqlExcerpt.of(sql, at + 1));
        String line = excerpt.lines().stream()
                .filter(Line::faulty)
                .findFirst()
                .orElseThrow()
                .text();
        int column = excerpt.caret().length() - 1;
        char pointed = column < line.length() ? line.charAt(column) : '\n';
        assertThat(pointed).isEqualTo(sql.charAt(at));
    }
}
