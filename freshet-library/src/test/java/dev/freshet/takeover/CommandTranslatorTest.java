// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTranslatorTest {

    private final CommandTranslator translator = new CommandTranslator(path -> Optional.of("select '" + path + "'"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "psql -c 'select 1'",
                "psql -c\"select 1\" app",
                "psql --command='select 1' --dbname app",
                "PGPASSWORD=x /usr/lib/postgresql/15/bin/psql -XqAt -h db -U app -c 'select 1' app 2>&1 >>"
                        + " /var/log/x.log",
                "sudo -u postgres -- psql -c 'select 1'",
                "su - postgres -c \"psql -c 'select 1'\"",
                "bash -lc \"psql -c 'select 1'\"",
                "nice -n 19 ionice -c3 psql -c 'select 1'",
                "flock -n /tmp/l -c \"psql -c 'select 1'\"",
                "env PGUSER=x psql -c 'select 1'",
                "cd /tmp; psql -c 'select 1'",
                "echo 'select 1' | psql app",
                "echo \"select $N\" | psql app"
            })
    void findsTheSqlBehind(String command) {
        assertThat(translator.translate(command, null, Map.of("N", "1")))
                .singleElement()
                .satisfies(each -> assertThat(each.work())
                        .isInstanceOfSatisfying(
                                Work.Sql.class, sql -> assertThat(sql.sql()).isEqualTo("select 1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "psql -c \"select $X\"",
                "psql -c \"select '$(date)'\"",
                "psql -c '\\copy t to /tmp/t.csv'",
                "psql app",
                "psql -c 'select 1' || mail -s failed ops",
                "psql -c 'select 1' | mail ops",
                "psql -c 'select 1' &",
                "(psql -c 'select 1')",
                "psql --what -c 'select 1'",
                "psql -c 'select 1",
                "if true; then psql -c 'select 1'; fi",
                "curl ftp://example/x",
                "curl -d @file http://example/x",
                "curl -F a=b http://example/x",
                "curl http://example/a http://example/b",
                "curl http://example/[1-3]",
                "for i in 1 2; do curl http://example/$i; done",
                "/usr/local/bin/backup",
                "",
                "&& psql -c 'select 1'"
            })
    void leavesAloneWhatItDoesNotUnderstand(String command) {
        List<Translation> translations = translator.translate(command, null, Map.of());
        assertThat(translations).anyMatch(Translation::isForeign);
    }

    @Test
    void readsFilesFromTheFolderOfTheCommand() {
        assertThat(translator.translate("cd /srv && psql -1f up.sql", null, Map.of()))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.work()).isEqualTo(new Work.Sql("select '/srv/up.sql'", true));
                    assertThat(each.nameHint()).isEqualTo("up");
                });
    }

    @Test
    void makesAFollowerOfEachCommandThatComesAfter() {
        assertThat(translator.translate(
                        "psql -c 'select a()' && psql -c 'select b()' ; curl http://x.example/c", null, Map.of()))
                .extracting(Translation::nameHint)
                .containsExactly("a", "b", "c");
    }
}
