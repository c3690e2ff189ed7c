// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.mail.MailMessage.MailAttachment;
import dev.freshet.testing.MailBox;
import dev.freshet.testing.ScriptedSmtp;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails on their way to real servers. */
class MailTransportTest {

    private static final MimeMail MAIL = MimeMail.of(message("Ünïcode & <b>", "to@there.example"));

    @Test
    void handsOverAMailWithEverythingItSays() throws MessagingException, IOException {
        try (MailBox box = MailBox.smtp()) {
            open("smtp://" + box.address(), null).send(MAIL);
            MimeMessage got = box.messages().getFirst();
            assertThat(got.getSubject()).isEqualTo("Ünïcode & <b>");
            assertThat(MailBox.header(got, "Message-ID")).isEqualTo("<freshet-abc@here.example>");
            assertThat(MailBox.header(got, MimeMail.KEY_HEADER)).isEqualTo("freshet-abc");
            assertThat(MailBox.header(got, "Auto-Submitted")).isEqualTo("auto-generated");
            MimeMultipart mixed = (MimeMultipart) got.getContent();
            MimeMultipart alternatives = (MimeMultipart) mixed.getBodyPart(0).getContent();
            assertThat(alternatives.getBodyPart(0).getContent()).isEqualTo("Grüße");
            assertThat(alternatives.getBodyPart(1).getContent()).isEqualTo("<p>Grüße</p>");
            assertThat(mixed.getBodyPart(1).getFileName()).isEqualTo("rows.csv");
        }
    }

    @Test
    void logsInWithThePassword() {
        try (MailBox box = MailBox.smtp().withLogin()) {
            open("smtp://app@" + box.address(), MailBox.PASSWORD).send(MAIL);
            assertThat(box.messages()).hasSize(1);
            assertThatThrownBy(() -> open("smtp://app@" + box.address(), "wrong-password")
                            .send(MAIL))
                    .hasMessageContaining("does not let user app in")
                    .hasMessageNotContaining("wrong-password")
                    .satisfies(e -> assertThat(((MailException) e).passes()).isFalse());
            assertThatThrownBy(() -> open("smtp://app@" + box.address(), null).send(MAIL))
                    .hasMessageContaining("There is no password for user app");
        }
    }

    @Test
    void sendsNothingInTheClearWhereTlsIsRequired() {
        try (MailBox box = MailBox.smtp()) {
            assertThatThrownBy(() -> open("smtp://" + box.address() + "?starttls=required", null)
                            .send(MAIL))
                    .hasMessageContaining("STARTTLS");
            assertThat(box.messages()).isEmpty();
        }
    }

    @Test
    void sendsNothingToAServerWhoseCertificateNobodyVouchesFor() {
        try (MailBox box = MailBox.smtps()) {
            assertThatThrownBy(() -> open("smtps://" + box.address(), null).send(MAIL))
                    .hasMessageContaining("cannot be spoken to")
                    .hasMessageContaining("certification path");
            assertThat(box.messages()).isEmpty();
        }
    }

    @Test
    void tellsWhatPassesFromWhatDoesNot() {
        assertThat(refusal(command -> command.startsWith("RCPT") ? "550 no such user" : "250 ok"))
                .satisfies(e -> assertThat(e.passes()).isFalse())
                .hasMessageContaining("refused the mail to to@there.example: 550 no such user");
        assertThat(refusal(command -> command.startsWith("RCPT") ? "451 greylisted" : "250 ok"))
                .satisfies(e -> assertThat(e.passes()).isTrue())
                .hasMessageContaining("451 greylisted");
        assertThat(refusal(command -> command.startsWith("MAIL") ? "553 not your address" : "250 ok"))
                .satisfies(e -> assertThat(e.passes()).isFalse());
        assertThat(refusal(
                        command -> command.equals("DATA") ? "354 go on" : command.equals(".") ? "554 spam" : "250 ok"))
                .satisfies(e -> assertThat(e.passes()).isFalse())
                .hasMessageContaining("554 spam");
    }

    @Test
    void takesAServerThatDiesInTheMiddleForOneThatPasses() {
        assertThat(refusal(command -> command.equals("DATA") ? ScriptedSmtp.HANG_UP : "250 ok"))
                .satisfies(e -> assertThat(e.passes()).isTrue());
        // The whole mail is there and no answer comes: it may have been accepted.
        assertThat(refusal(command ->
                        command.equals("DATA") ? "354 go on" : command.equals(".") ? ScriptedSmtp.HANG_UP : "250 ok"))
                .satisfies(e -> assertThat(e.passes()).isTrue())
                .satisfies(e -> assertThat(e.advice()).contains("may have been accepted all the same"));
    }

    @Test
    void takesAServerThatDoesNotListenForOneThatPasses() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> open("smtp://127.0.0.1:" + port, null).send(MAIL))
                .satisfies(e -> assertThat(((MailException) e).passes()).isTrue())
                .hasMessageContaining("cannot be spoken to");
    }

    @Test
    void putsTheSameMailIntoAFolderOnce(@TempDir Path folder) throws IOException {
        MailTransport transport = open("file:" + folder.resolve("mail"), null);
        transport.send(MAIL);
        transport.send(MAIL);
        try (Stream<Path> files = Files.list(folder.resolve("mail"))) {
            Path file = files.toList().getFirst();
            assertThat(file.getFileName()).hasToString("20261121T080000Z-freshet-abc.eml");
            assertThat(Files.readAllBytes(file)).isEqualTo(MAIL.bytes());
        }
    }

    @Test
    void letsNoSubjectOrAddressAddHeaders() {
        MimeMail mail = MimeMail.of(message("one\r\nBcc: evil@x.example", "to@there.example"));
        String text = new String(mail.bytes(), StandardCharsets.US_ASCII);
        assertThat(text).contains("Subject: one Bcc: evil@x.example").doesNotContainPattern("(?m)^Bcc:");
        assertThatThrownBy(() -> MimeMail.of(message("s", "a@b.example\r\nBcc: evil@x.example")))
                .isInstanceOf(MailException.class);
        assertThatThrownBy(() -> MimeMail.of(message("s", "a@b.example, c@d.example")))
                .isInstanceOf(MailException.class);
    }

    private static MailException refusal(UnaryOperator<String> script) {
        try (ScriptedSmtp server = new ScriptedSmtp(script)) {
            open("smtp://" + server.address(), null).send(MAIL);
            throw new AssertionError("The mail was handed over");
        } catch (MailException e) {
            return e;
        }
    }

    private static MailTransport open(String url, @Nullable String password) {
        return new MailSettings(MailServer.parse(url), null, () -> password).open();
    }

    private static MailMessage message(String subject, String to) {
        return new MailMessage(
                "Shop <ops@here.example>",
                to,
                subject,
                "Grüße",
                "<p>Grüße</p>",
                List.of(new MailAttachment("rows.csv", "text/csv", "a,b\r\n")),
                "freshet-abc",
                Instant.parse("2026-11-21T08:00:00Z"));
    }
}
