// SPDX-License-Identifier: Apache-2.0
package dev.freshet.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.definition.AlertKind;
import dev.freshet.error.FreshetException;
import dev.freshet.mail.MailServer;
import dev.freshet.mail.MailSettings;
import dev.freshet.template.Secrets;
import dev.freshet.testing.MailBox;
import dev.freshet.testing.RemoteService.Reply;
import dev.freshet.testing.RemoteService.Request;
import dev.freshet.testing.TestNode;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How alerts are told, and when they are not. */
class AlertDeliveryPostgresTest {

    private static final String TOLD = "SELECT count(told_at) FROM freshet.alert";

    @Test
    void triesAgainUnderTheSameKeyUntilTheOtherSideTakesIt() {
        try (AlertNode alerts = new AlertNode("")) {
            alerts.service.answering(
                    request -> Reply.of(alerts.service.requests().size() == 1 ? 503 : 200, "not now"));
            alerts.fail();
            alerts.awaitSql(
                    "SELECT attempts || ' ' || error FROM freshet.alert_delivery",
                    "1 POST " + alerts.service.url() + "/hook answered 503 Service Unavailable: not now");
            alerts.awaitEvents(2);
            alerts.awaitSql("SELECT count(*) FROM freshet.alert_delivery WHERE delivered_at IS NOT NULL", "1");
            assertThat(alerts.service.requests())
                    .extracting(request -> request.header("Idempotency-Key"))
                    .hasSize(2)
                    .containsOnly(alerts.service.requests().getFirst().header("Idempotency-Key"));
        }
    }

    @Test
    void tellsOfTheEndOnlyAfterTheBeginningArrived() {
        try (AlertNode alerts = new AlertNode("")) {
            alerts.service.answering(
                    request -> Reply.of(alerts.service.requests().size() == 1 ? 500 : 200, ""));
            alerts.fail();
            alerts.awaitEvents(1);
            alerts.succeed();
            assertThat(alerts.awaitEvents(3)).containsExactly("opened", "opened", "resolved");
            assertThat(AlertNode.body(alerts.service.requests().get(1))
                            .get("text")
                            .asString())
                    .contains("it is over by now");
        }
    }

    @Test
    void givesUpAfterADay() {
        try (AlertNode alerts = new AlertNode("")) {
            alerts.service.answering(request -> Reply.of(404, "no_service"));
            alerts.fail();
            alerts.awaitEvents(1);
            alerts.awaitSql("SELECT count(error) FROM freshet.alert_delivery", "1");
            alerts.node
                    .database()
                    .sql()
                    .execute("UPDATE freshet.alert_delivery SET queued_at = queued_at - interval '25 hours', next_at ="
                            + " clock_timestamp()");
            alerts.awaitSql(
                    "SELECT count(*) FROM freshet.alert_delivery WHERE next_at IS NULL AND delivered_at IS NULL", "1");
            DeliveryStore.Counts counts = alerts.node
                    .freshet()
                    .database()
                    .call(session -> alerts.node.freshet().alerts().deliveries().count(session));
            assertThat(counts).isEqualTo(new DeliveryStore.Counts(0, 1));
        }
    }

    @Test
    void keepsWhatNobodyForesawAsTheFaultOfTheMessage() {
        try (AlertNode alerts = new AlertNode(
                "",
                builder -> builder.publicUrl(() -> {
                    throw new IllegalStateException("no address yet");
                }))) {
            alerts.fail();
            alerts.awaitSql(
                    "SELECT attempts || ' ' || error FROM freshet.alert_delivery",
                    "1 it could not be sent: java.lang.IllegalStateException: no address yet");
        }
    }

    @Test
    void mailsEveryRecipientBesideWebhookAndLog() throws Exception {
        try (MailBox box = MailBox.smtp();
                AlertNode alerts = new AlertNode(
                        ", email: [ops@shop.example, ann@shop.example], log: true",
                        builder -> builder.mail(new MailSettings(
                                MailServer.parse("smtp://" + box.address()), "freshet@shop.example", () -> null)))) {
            long run = alerts.fail();
            await().atMost(AlertNode.SOON).until(() -> box.messages().size() == 2);
            MimeMessage mail = box.messages().getFirst();
            assertThat(mail.getSubject()).isEqualTo("[Freshet] failed: work");
            assertThat(mail.getContent().toString())
                    .contains("Job work failed: division by zero.")
                    .contains("Owner: finance")
                    .contains("https://freshet.shop.example/runs/" + run);
            assertThat(box.messages())
                    .extracting(message -> MailBox.header(message, "To"))
                    .containsExactlyInAnyOrder("ops@shop.example", "ann@shop.example");
            alerts.awaitSql(
                    "SELECT string_agg(means, ' ' ORDER BY means) FROM freshet.alert_delivery WHERE delivered_at IS"
                            + " NOT NULL",
                    "email email log webhook");
        }
    }

    @Test
    void keepsTheSecretsOfWebhooks() {
        Secrets secrets = new Secrets(Map.of("HOOK", "T0P-s3cr3t-token"), null);
        try (AlertNode alerts = new AlertNode("", builder -> builder.secrets(secrets))) {
            alerts.service.answering(request -> Reply.of(500, "who is " + request.path() + "?"));
            AlertNode.apply(
                    alerts.node.freshet(), AlertNode.definitions("webhook: \"" + alerts.service.url() + "/${HOOK}\""));
            alerts.fail();
            alerts.awaitEvents(1);
            assertThat(alerts.service.requests().getFirst().path()).isEqualTo("/T0P-s3cr3t-token");
            alerts.awaitSql("SELECT count(error) FROM freshet.alert_delivery", "1");
            assertThat(alerts.sql("SELECT error FROM freshet.alert_delivery"))
                    .contains("answered 500")
                    .doesNotContain("s3cr3t");
        }
    }

    @Test
    void remindsOfWhatIsStillOpen() {
        try (AlertNode alerts = new AlertNode(", remind: 1h")) {
            alerts.fail();
            alerts.awaitEvents(1);
            alerts.awaitTwoLooks();
            assertThat(alerts.events()).hasSize(1);
            for (int i = 2; i <= 3; i++) {
                int count = i;
                alerts.awaitSql("SELECT count(delivered_at) FROM freshet.alert_delivery", Integer.toString(count - 1));
                alerts.node
                        .database()
                        .sql()
                        .execute("UPDATE freshet.alert_delivery SET queued_at = queued_at - interval '2 hours'");
                alerts.awaitEvents(count);
            }
            assertThat(alerts.events()).containsExactly("opened", "reminder", "reminder");
        }
    }

    @Test
    void tellsWhatComesAndGoesOnceInFiveMinutes() {
        try (AlertNode alerts = new AlertNode(", on: [failed]")) {
            alerts.fail();
            alerts.succeed();
            alerts.awaitEvents(2);
            alerts.fail();
            alerts.awaitSql("SELECT count(*) FROM freshet.alert", "2");
            alerts.awaitTwoLooks();
            assertThat(alerts.events()).containsExactly("opened", "resolved");
            alerts.node.database().sql().execute("UPDATE freshet.alert SET told_at = told_at - interval '5 minutes'");
            assertThat(alerts.awaitEvents(3)).containsExactly("opened", "resolved", "opened");
        }
    }

    @Test
    void tellsWhatWasSilencedWhenTheSilenceEndsAndItIsStillOpen() {
        try (AlertNode alerts = new AlertNode("")) {
            AlertControl control = alerts.node.freshet().alerts().control();
            Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
            Silence other = control.silence(AlertKind.SLOW, "*", tomorrow, null, TestNode.TESTER);
            Silence silence = control.silence(AlertKind.FAILED, "wo*", tomorrow, "repair", TestNode.TESTER);
            alerts.fail();
            alerts.awaitSql("SELECT count(*) FROM freshet.alert", "1");
            alerts.awaitTwoLooks();
            assertThat(alerts.events()).isEmpty();
            assertThat(alerts.sql(TOLD)).isEqualTo("0");
            control.unsilence(silence.id(), TestNode.TESTER);
            assertThat(alerts.awaitEvents(1)).containsExactly("opened");
            control.silence(null, "work", tomorrow, null, TestNode.TESTER);
            alerts.awaitSql(TOLD, "0");
            alerts.node
                    .database()
                    .sql()
                    .execute("UPDATE freshet.silence SET ends_at = clock_timestamp() WHERE subject = 'work'");
            assertThat(alerts.awaitEvents(2)).containsExactly("opened", "reminder");
            assertThatThrownBy(() -> control.unsilence(silence.id(), TestNode.TESTER))
                    .isInstanceOf(FreshetException.class)
                    .hasMessageContaining("has been over since");
            assertThat(alerts.node
                            .database()
                            .sql()
                            .queryAll("SELECT action || ' ' || subject FROM freshet.audit WHERE subject_kind ="
                                    + " 'alert' ORDER BY id"))
                    .containsExactly("silence *", "silence wo*", "unsilence wo*", "silence work");
            assertThat(other.covers(open(alerts))).isFalse();
        }
    }

    @Test
    void triesAChannelAndSaysHowThatWent() {
        try (AlertNode alerts = new AlertNode(", email: [ops@shop.example]")) {
            List<Delivery> tried = alerts.node.freshet().alerts().control().test("ops", TestNode.TESTER);
            assertThat(tried).extracting(Delivery::state).containsExactly("delivered", "failed");
            assertThat(tried.get(1).error()).contains("--mail-url");
            Request request = alerts.service.requests().getFirst();
            assertThat(AlertNode.payload(request).get("event").asString()).isEqualTo("test");
            assertThat(AlertNode.body(request).get("text").asString()).startsWith("This is a test of channel ops");
            assertThatThrownBy(() -> alerts.node.freshet().alerts().control().test("opps", TestNode.TESTER))
                    .hasMessageContaining("Did you mean ops?");
        }
    }

    private static Alert open(AlertNode alerts) {
        return alerts.node
                .freshet()
                .database()
                .call(session -> alerts.node.freshet().alerts().store().listOpen(session))
                .getFirst();
    }
}
