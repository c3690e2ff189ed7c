// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.definition.Definitions;
import dev.freshet.definition.HttpCall;
import dev.freshet.definition.JobDefinition;
import dev.freshet.definition.JobSpec;
import dev.freshet.definition.OverlapPolicy;
import dev.freshet.definition.RefreshMode;
import dev.freshet.definition.ScheduleDefinition;
import dev.freshet.error.FreshetException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrontabImportTest {

    @Test
    void makesAFileWithoutFaultsOfEveryCrontab() {
        assertThat(Imported.crontab("user.crontab").definitions().jobs()).hasSize(14);
        assertThat(Imported.crontab("etc.crontab").definitions().jobs()).hasSize(1);
        assertThat(Imported.lines("").definitions().jobs()).isEmpty();
        assertThat(Imported.lines("@reboot /usr/bin/true").definitions().jobs()).isEmpty();
    }

    @Test
    void makesASqlJobOfPsqlWithTheZoneAndTheCommentAboveIt() {
        JobDefinition job = job(Imported.crontab("user.crontab").definitions(), "delete-session");
        assertThat(job.spec()).isEqualTo(new JobSpec.Sql("DELETE FROM session WHERE expires_at < now()", true));
        assertThat(job.description()).isEqualTo("Sessions nobody needs any more");
        assertThat(job.schedule()).isInstanceOfSatisfying(ScheduleDefinition.Cron.class, cron -> {
            assertThat(cron.expression()).isEqualTo("0 * * * *");
            assertThat(cron.zone()).isEqualTo(Imported.NEW_YORK);
        });
    }

    @Test
    void takesTheZoneOfCronTzForTheLinesAfterIt() {
        JobDefinition job = job(Imported.crontab("user.crontab").definitions(), "reindex-orders");
        assertThat(job.schedule())
                .isInstanceOfSatisfying(
                        ScheduleDefinition.Cron.class,
                        cron -> assertThat(cron.zone()).isEqualTo(ZoneId.of("Europe/Berlin")));
    }

    @Test
    void runsOutsideOfATransactionWhatCannotRunInOne() {
        Definitions definitions = Imported.crontab("user.crontab").definitions();
        assertThat(job(definitions, "vacuum-orders").spec())
                .isEqualTo(new JobSpec.Sql("VACUUM (ANALYZE) orders", false));
        assertThat(job(definitions, "reindex-orders").spec())
                .isInstanceOfSatisfying(
                        JobSpec.Sql.class, sql -> assertThat(sql.transaction()).isFalse());
        assertThat(job(definitions, "settle").spec()).isEqualTo(new JobSpec.Procedure("app.settle(1)"));
    }

    @Test
    void takesWhatStandsBehindAPercentSignAsStandardInput() {
        assertThat(job(Imported.crontab("user.crontab").definitions(), "insert-log")
                        .spec())
                .isEqualTo(new JobSpec.Sql("insert into log values ('100%');\nselect 1;", false));
    }

    @Test
    void makesViewsAndGroupsOfRefreshes() {
        Definitions definitions = Imported.crontab("user.crontab").definitions();
        assertThat(definitions.views())
                .filteredOn(view -> view.name().equals("daily_sales"))
                .singleElement()
                .satisfies(view -> {
                    assertThat(view.refresh()).isEqualTo(RefreshMode.CONCURRENTLY);
                    assertThat(view.schedule()).isNotNull();
                });
        assertThat(definitions.groups())
                .singleElement()
                .satisfies(group -> assertThat(group.views()).containsExactly("a", "reports.b"));
    }

    @Test
    void makesAnHttpJobOfCurlAndKeepsItsSecretOutOfTheFile() {
        Imported.Read read = Imported.crontab("user.crontab");
        HttpCall call = ((JobSpec.Http) job(read.definitions(), "send-mails").spec()).call();
        assertThat(call.url()).isEqualTo("https://billing.example/jobs/send-mails?x=1");
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.body()).isEqualTo("{\"day\": \"today\"}");
        assertThat(call.headers()).containsEntry("Authorization", "${SEND_MAILS_AUTHORIZATION}");
        HttpCall ping = ((JobSpec.Http) job(read.definitions(), "ping").spec()).call();
        assertThat(ping.headers()).containsEntry("Authorization", "Bearer ${API_TOKEN}");
        assertThat(read.text()).doesNotContain("s3cret", "geheim");
    }

    @Test
    void looksBehindWrappersAndKeepsWhatTheyStandFor() {
        Definitions definitions = Imported.crontab("user.crontab").definitions();
        JobDefinition nightly = job(definitions, "nightly");
        assertThat(nightly.timeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(nightly.overlap()).isEqualTo(OverlapPolicy.SKIP);
        assertThat(job(definitions, "call-hc-example").schedule()).isEqualTo(new ScheduleDefinition.After("nightly"));
    }

    @Test
    void leavesOtherCommandsInCronWithALineThatReports() {
        String text = Imported.crontab("user.crontab").text();
        assertThat(text)
                .contains(
                        "#     0 5 * * * /usr/local/bin/backup.sh --to /backup && curl --fail ",
                        "'http://127.0.0.1:3774/schedule/backup?wait=5m'\n  # backup:\n",
                        "#     10 6 * * * { tar czf /backup/$(date +\\%F).tgz /srv; } && curl --fail ",
                        "because it puts in what another command prints");
    }

    @Test
    void readsTheUserColumnOfTheSystemsCrontab() {
        Imported.Read read = Imported.crontab("etc.crontab");
        assertThat(job(read.definitions(), "analyze-orders").spec()).isEqualTo(new JobSpec.Sql("ANALYZE orders", true));
        assertThat(read.text()).contains("17 * * * * root { cd / && run-parts --report /etc/cron.hourly; } && curl");
    }

    @Test
    void asksWhereItCannotTellWhetherThereIsAUserColumn() {
        String either = "0 1 * * * root psql -c 'select a()'\n0 2 * * * psql -c 'select b()'\n";
        assertThatThrownBy(() -> Imported.text(either, "mine", null, false))
                .isInstanceOf(FreshetException.class)
                .hasMessageContaining("--user-field or --no-user-field");
        assertThat(Imported.text(either, "mine", false, false).definitions().jobs())
                .hasSize(1);
    }

    @Test
    void tellsWhereCronWouldDoSomethingElse() {
        String text = Imported.crontab("user.crontab").text();
        assertThat(text)
                .contains(
                        "fires on days that satisfy either",
                        "for the old way add dst: {gap:",
                        "drew \"0~30\" at random")
                .contains("line 25 was commented out", "line 32 is neither an entry nor a setting");
        assertThat(Imported.lines("30 2 * * * psql -c 'select a()'").text()).doesNotContain("dst:");
    }

    @Test
    void writesAnEntryWithoutAUsableScheduleAsAComment() {
        Imported.Read read = Imported.lines("99 4 * * * psql -c 'select one()'");
        assertThat(read.definitions().jobs()).isEmpty();
        assertThat(read.text()).contains("99 is out of range", "  # one:\n");
    }

    @Test
    void givesEachEntryANameOfItsOwnAndAViewOneSchedule() {
        Imported.Read read = Imported.lines(
                "0 1 * * * psql -c 'select a()'",
                "0 2 * * * psql -c 'select a()'",
                "0 3 * * * psql -c 'refresh materialized view v'",
                "0 4 * * * psql -c 'refresh materialized view v'");
        assertThat(read.definitions().jobs()).extracting(JobDefinition::name).containsExactly("a", "a-2");
        assertThat(read.definitions().views()).hasSize(1);
        assertThat(read.text()).contains("a view has one schedule");
        assertThat(read.result().jobsByCommand()).containsEntry("psql -c 'select a()'", List.of("a", "a-2"));
    }

    @Test
    void putsEverythingInTheShadowWhereThatIsWanted() {
        Imported.Read read = Imported.text(
                "0 1 * * * psql -c 'select a()'\n0 3 * * * psql -c 'refresh materialized view v'\n",
                "mine",
                false,
                true);
        assertThat(read.definitions().jobs()).allMatch(JobDefinition::shadow);
        assertThat(read.definitions().views()).allMatch(view -> view.shadow());
    }

    private static JobDefinition job(Definitions definitions, String name) {
        return definitions.jobs().stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
