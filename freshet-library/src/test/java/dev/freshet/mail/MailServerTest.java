// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailServerTest {

    @ParameterizedTest
    @CsvSource({
        "smtp://mail.example, mail.example, 587, , STARTTLS_REQUIRED",
        "smtp://app%40shop.example@mail.example:25?starttls=offered, mail.example, 25, app@shop.example,"
                + " STARTTLS_OFFERED",
        "smtps://app@mail.example, mail.example, 465, app, TLS",
        "smtp://127.0.0.1:2525, 127.0.0.1, 2525, , STARTTLS_OFFERED",
        "smtp://localhost?starttls=required, localhost, 587, , STARTTLS_REQUIRED",
        "smtp://relay.example:25?starttls=none, relay.example, 25, , NONE"
    })
    void readsWhereMailGoes(
            String url, String host, int port, @Nullable String user, MailServer.Encryption encryption) {
        assertThat(MailServer.parse(url)).isEqualTo(new MailServer.Smtp(host, port, user, encryption));
    }

    @Test
    void readsAFolder() {
        assertThat(MailServer.parse("file:/var/mail/out")).isEqualTo(new MailServer.Folder(Path.of("/var/mail/out")));
        assertThat(MailServer.parse("file:///var/mail/out")).isEqualTo(new MailServer.Folder(Path.of("/var/mail/out")));
        assertThat(MailServer.parse("file:out")).isEqualTo(new MailServer.Folder(Path.of("out")));
    }

    @Test
    void refusesAPasswordWithoutRepeatingIt() {
        assertThatThrownBy(() -> MailServer.parse("smtp://app:hunter2@mail.example"))
                .hasMessageContaining("FRESHET_MAIL_PASSWORD")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "mailto:x@y.example, begins with neither",
        "smtp:///x, names no host",
        "smtp://h?starttls=maybe, expected required",
        "smtp://h?tls=1, unknown option"
    })
    void saysWhatIsWrongWithAUrl(String url, String reason) {
        assertThatThrownBy(() -> MailServer.parse(url)).hasMessageContaining(reason);
    }
}
