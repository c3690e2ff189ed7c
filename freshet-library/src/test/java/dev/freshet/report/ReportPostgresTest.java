// SPDX-License-Identifier: Apache-2.0
package dev.freshet.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.Definitions;
import dev.freshet.definition.JobSpec;
import dev.freshet.definition.ReportAttachment;
import dev.freshet.definition.ReportFormat;
import dev.freshet.job.Run;
import dev.freshet.job.RunError;
import dev.freshet.job.RunState;
import dev.freshet.mail.MailServer;
import dev.freshet.mail.MailSettings;
import dev.freshet.mail.MimeMail;
import dev.freshet.testing.JobDefinitions;
import dev.freshet.testing.MailBox;
import dev.freshet.testing.ScriptedSmtp;
import dev.freshet.testing.TestNode;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code report} jobs and a real SMTP server. */
class ReportPostgresTest {

    private static final String SELECT = "SELECT key, key || '@team.example' AS email, 'Team ' || upper(key) AS name"
            + " FROM unnest(ARRAY['a', 'b', 'c']) AS key ORDER BY key";
    private static final String QUERY =
            "SELECT day, calls, note FROM activity WHERE team = :key AND day <= :logical_time::date ORDER BY day";

    @Test
    void mailsEachRecipientADocumentOfItsOwnAndKeepsTheCopy() throws Exception {
        try (MailBox box = MailBox.smtp();
                TestNode node = node("smtp://" + box.address())) {
            Run run = run(node, report(SELECT, ReportAttachment.CSV), RunState.SUCCEEDED);
            assertThat(box.messages()).hasSize(3);
            MimeMessage first = box.messages().stream()
                    .filter(message -> MailBox.header(message, "To").equals("a@team.example"))
                    .findFirst()
                    .orElseThrow();
            assertThat(first.getSubject()).isEqualTo("Activity of Team A: 2 days");
            MimeMultipart mixed = (MimeMultipart) first.getContent();
            MimeMultipart alternatives = (MimeMultipart) mixed.getBodyPart(0).getContent();
            assertThat(alternatives.getBodyPart(1).getContent())
                    .isEqualTo("<h1>Team"
                                   + " A</h1><table><tr><td>2026-01-01</td><td>3</td><td>&#x3D;1+1</td></tr><tr><td>2026-01-02</td><td>-4</td><td>a"
                                   + " &lt;b&gt; &amp; &quot;c&quot;</td></tr></table>");
            assertThat(alternatives.getBodyPart(0).getContent().toString().replace("\r\n", "\n"))
                    .isEqualTo("Team A\n\n2026-01-01  3  =1+1\n\n2026-01-02  -4  a <b> & \"c\"\n");
            assertThat(mixed.getBodyPart(1).getFileName())
                    .startsWith("activity-2")
                    .endsWith(".csv");
            assertThat(mixed.getBodyPart(1).getInputStream())
                    .hasContent("day,calls,note\r\n2026-01-01,3,'=1+1\r\n2026-01-02,-4,\"a <b> & \"\"c\"\"\"\r\n");
            assertThat(node.database()
                            .sql()
                            .queryAll("SELECT item_key || ' ' || name || ' ' || media_type FROM freshet.artifact"
                                    + " WHERE run_id = " + run.id() + " ORDER BY item_key"))
                    .containsExactly("a a.eml message/rfc822", "b b.eml message/rfc822", "c c.eml message/rfc822");
            assertThat(node.database()
                            .sql()
                            .query("SELECT convert_from(content, 'UTF8') FROM freshet.artifact WHERE item_key = 'a'"))
                    .contains("Subject: Activity of Team A: 2 days", MailBox.header(first, "Message-ID"));
        }
    }

    @Test
    void failsTheRefusedRecipientAndNoOther() {
        try (ScriptedSmtp server = new ScriptedSmtp(command -> command.equals("DATA")
                        ? "354 go on"
                        : command.contains("b@team.example") ? "550 no such user here" : "250 ok");
                TestNode node = node("smtp://" + server.address())) {
            Run run = run(node, report(SELECT, ReportAttachment.NONE), RunState.FAILED);
            assertThat(server.messages()).hasSize(2);
            assertThat(error(run).message()).contains("1 of 3 items failed");
            assertThat(node.database()
                            .sql()
                            .queryAll("SELECT key || ' ' || state || ' ' || coalesce(error ->> 'message', '')"
                                    + " FROM freshet.item ORDER BY number"))
                    .satisfiesExactly(
                            a -> assertThat(a).isEqualTo("a done "),
                            b -> assertThat(b).startsWith("b failed ").contains("550 no such user here"),
                            c -> assertThat(c).isEqualTo("c done "));
        }
    }

    @Test
    void sendsAgainWithTheSameIdWhenTheServerDiedAfterItHadTheMail() {
        AtomicInteger mails = new AtomicInteger();
        try (ScriptedSmtp server = new ScriptedSmtp(command -> switch (command) {
                    case "DATA" -> "354 go on";
                    case "." -> mails.incrementAndGet() == 1 ? ScriptedSmtp.HANG_UP : "250 accepted";
                    default -> "250 ok";
                });
                TestNode node = node("smtp://" + server.address())) {
            run(
                    node,
                    report("SELECT 'a' AS key, 'a@team.example' AS email, 'A' AS name", ReportAttachment.NONE),
                    1,
                    RunState.SUCCEEDED);
            assertThat(server.messages()).hasSize(2);
            assertThat(server.messages())
                    .extracting(message -> message.lines()
                            .filter(line -> line.startsWith("Message-ID:") || line.startsWith(MimeMail.KEY_HEADER))
                            .toList())
                    .satisfiesExactly(
                            one -> assertThat(one).hasSize(2),
                            two -> assertThat(two)
                                    .isEqualTo(server.messages()
                                            .getFirst()
                                            .lines()
                                            .filter(line -> line.startsWith("Message-ID:")
                                                    || line.startsWith(MimeMail.KEY_HEADER))
                                            .toList()));
        }
    }

    @Test
    void failsARecipientWithoutAnAddressOrWithABadOne() {
        try (MailBox box = MailBox.smtp();
                TestNode node = node("smtp://" + box.address())) {
            run(
                    node,
                    report(
                            "SELECT * FROM (VALUES ('a', NULL, 'A'), ('b', 'no address', 'B'), ('c', 'c@x.example',"
                                    + " 'C')) AS v (key, email, name)",
                            ReportAttachment.NONE),
                    RunState.FAILED);
            assertThat(node.database().sql().queryAll("SELECT error ->> 'message' FROM freshet.item ORDER BY number"))
                    .satisfiesExactly(
                            a -> assertThat(a).contains("has no address: its payload has no email"),
                            b -> assertThat(b).contains("to \"no address\" cannot be made"),
                            c -> assertThat(c).isNull());
            assertThat(box.messages()).hasSize(1);
        }
    }

    @Test
    void saysHowToSendMailWhereNobodySaidIt() {
        try (TestNode node = TestNode.started()) {
            Run run = run(node, report(SELECT, ReportAttachment.NONE), RunState.FAILED);
            assertThat(error(run).message()).contains("cannot send mail");
            assertThat(error(run).advice()).contains("--mail-url smtp://");
            Definitions wanted = JobDefinitions.definitions(
                    JobDefinitions.sql("activity", "SELECT 1").spec(report(SELECT, ReportAttachment.NONE)));
            assertThat(node.freshet().plan(wanted).entries().getFirst().warnings())
                    .singleElement()
                    .asString()
                    .contains("this service cannot send mail, so its runs will fail");
        }
    }

    @Test
    void writesMailsOfPlainTextIntoAFolder(@TempDir Path folder) throws IOException {
        try (TestNode node = node("file:" + folder)) {
            JobSpec.Report text = new JobSpec.Report(
                    SELECT,
                    null,
                    "Hi {{name}}",
                    "Dear {{name}} & {{key}}",
                    ReportFormat.TEXT,
                    ReportAttachment.NONE,
                    "Shop <shop@here.example>",
                    2,
                    false);
            run(node, text, RunState.SUCCEEDED);
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.map(ReportPostgresTest::content))
                        .hasSize(3)
                        .anySatisfy(mail -> assertThat(mail)
                                .contains("From: Shop <shop@here.example>", "Dear Team A & a", "text/plain"));
            }
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestNode node(String mailUrl) {
        TestNode node = TestNode.started(builder ->
                builder.mail(new MailSettings(MailServer.parse(mailUrl), "reports@here.example", () -> null)));
        node.database()
                .sql()
                .execute("CREATE TABLE activity (team text, day date, calls int, note text);INSERT INTO activity"
                        + " VALUES ('a', '2026-01-01', 3, '=1+1'), ('a', '2026-01-02', -4, 'a <b> & \"c\"'),"
                        + " ('b', '2026-01-01', 1, NULL)");
        return node;
    }

    private static JobSpec.Report report(String select, ReportAttachment attach) {
        return new JobSpec.Report(
                select,
                QUERY + ";",
                "Activity of {{name}}: {{row_count}} days",
                "<h1>{{name}}</h1>{{#has_rows}}<table>{{#rows}}<tr><td>{{day}}</td><td>{{calls}}</td><td>{{note}}</td></tr>"
                    + "{{/rows}}</table>{{/has_rows}}",
                ReportFormat.HTML,
                attach,
                null,
                2,
                false);
    }

    private static Run run(TestNode node, JobSpec.Report report, RunState end) {
        return run(node, report, 0, end);
    }

    private static Run run(TestNode node, JobSpec.Report report, int retries, RunState end) {
        node.deploy(JobDefinitions.sql("activity", "SELECT 1").spec(report).retries(retries, "transient"));
        return node.awaitState(node.run("activity", Map.of()), end);
    }

    private static RunError error(Run run) {
        return Objects.requireNonNull(run.error());
    }
}
