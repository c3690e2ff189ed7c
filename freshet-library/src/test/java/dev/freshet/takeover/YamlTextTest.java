// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.JobSpec;
import java.util.LinkedHashMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class YamlTextTest {

    @Property(tries = 500)
    void whatIsWrittenIsReadAgain(@ForAll("sql") String sql) {
        LinkedHashMap<String, Object> keys = new LinkedHashMap<>();
        keys.put("type", "sql");
        keys.put("sql", sql);
        Proposal proposal = new Proposal(Proposal.Section.JOBS, "it", keys, sql, List.of(sql), true);
        assertThat(Imported.definitions(new ImportedDefinitions(List.of(sql), List.of(proposal)))
                        .jobs()
                        .getFirst()
                        .spec())
                .isEqualTo(new JobSpec.Sql(sql, true));
    }

    @Property(tries = 200)
    void noCrontabMakesAFileWithFaults(@ForAll("sql") String first, @ForAll("sql") String second) {
        Imported.Read read = Imported.lines(
                "# " + first,
                "0 1 * * * " + second.replace("\n", " "),
                "0 1 * * * psql -c '" + first.replace("'", "") + "'",
                second);
        assertThat(read.text()).startsWith("# Made by");
    }

    @Provide
    Arbitrary<String> sql() {
        return Arbitraries.strings()
                .withChars("ab1 :#-'\"\\%{}[]|>&*!?,\n\t$;=/~@`")
                .withChars('\u0085', '\u00e4', '\u2028', '\u20ac', '\u0001', '\u007f')
                .ofMinLength(1)
                .ofMaxLength(30)
                .map(text -> "s" + text);
    }
}
