// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.time.Duration;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** Hands mails to an SMTP server, each over a connection of its own. */
final class SmtpTransport implements MailTransport {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int FIRST_PERMANENT = 500;

    private final MailServer.Smtp server;
    private final MailPassword password;
    private final Session session;

    SmtpTransport(MailServer.Smtp server, MailPassword password) {
        this.server = server;
        this.password = password;
        session = Session.getInstance(properties(server));
    }

    @Override
    public void send(MimeMail mail) {
        try (Transport transport = session.getTransport()) {
            if (server.user() == null) {
                transport.connect(server.host(), server.port(), null, null);
            } else {
                transport.connect(server.host(), server.port(), server.user(), loadPassword());
            }
            transport.sendMessage(mail.mime(), mail.mime().getAllRecipients());
        } catch (AuthenticationFailedException e) {
            throw new MailException(
                    server + " does not let user " + server.user() + " in: " + said(e),
                    false,
                    "Check the user in --mail-url, and FRESHET_MAIL_PASSWORD or FRESHET_MAIL_PASSWORD_FILE.",
                    e);
        } catch (MessagingException e) {
            throw failed(mail, e);
        }
    }

    @Override
    public String place() {
        return server.toString();
    }

    private String loadPassword() {
        String known = password.find();
        if (known == null || known.isEmpty()) {
            throw new MailException(
                    "There is no password for user " + server.user() + " of " + server,
                    false,
                    "Set FRESHET_MAIL_PASSWORD, or FRESHET_MAIL_PASSWORD_FILE to the file that holds it.",
                    null);
        }
        return known;
    }

    private MailException failed(MimeMail mail, MessagingException e) {
        int code = code(e);
        String to = mail.message().to();
        if (code == 0) {
            return new MailException(
                    server + " cannot be spoken to: " + said(e),
                    true,
                    "The mail to " + to + " may have been accepted all the same; sent again, it has the same"
                            + " Message-ID.",
                    e);
        }
        boolean passes = code < FIRST_PERMANENT;
        return new MailException(
                server + " refused the mail to " + to + ": " + said(e),
                passes,
                passes
                        ? "The server says that this passes: with retries: and on: [transient] it is sent again."
                        : "Check the recipient's address, and whether the server sends mail from "
                                + mail.message().from() + ".",
                e);
    }

    /** The server's own code, wherever it is in the chain; 0 where the server did not speak. */
    private static int code(MessagingException failure) {
        Exception next = failure;
        int code = 0;
        while (next instanceof MessagingException current) {
            int here = switch (current) {
                case SMTPAddressFailedException address -> address.getReturnCode();
                case SMTPSenderFailedException sender -> sender.getReturnCode();
                case SMTPSendFailedException send -> send.getReturnCode();
                default -> 0;
            };
            code = here > 0 ? here : code;
            next = current.getNextException();
        }
        return code;
    }

    /** The last thing in the chain that says anything, in one line. */
    private static String said(MessagingException failure) {
        String said = String.valueOf(failure.getMessage());
        Exception next = failure.getNextException();
        while (next != null) {
            said = next.getMessage() == null ? said : next.getMessage();
            next = next instanceof MessagingException further ? further.getNextException() : null;
        }
        return said.replaceAll("\\s+", " ").strip();
    }

    private static Properties properties(MailServer.Smtp server) {
        String protocol = server.encryption() == MailServer.Encryption.TLS ? "smtps" : "smtp";
        String prefix = "mail." + protocol + ".";
        String millis = Long.toString(TIMEOUT.toMillis());
        Properties properties = new Properties();
        properties.put("mail.transport.protocol", protocol);
        properties.put(prefix + "connectiontimeout", millis);
        properties.put(prefix + "timeout", millis);
        properties.put(prefix + "writetimeout", millis);
        properties.put(prefix + "auth", Boolean.toString(server.user() != null));
        properties.put(prefix + "ssl.checkserveridentity", "true");
        boolean offered = server.encryption() == MailServer.Encryption.STARTTLS_OFFERED;
        boolean required = server.encryption() == MailServer.Encryption.STARTTLS_REQUIRED;
        properties.put(prefix + "starttls.enable", Boolean.toString(offered || required));
        properties.put(prefix + "starttls.required", Boolean.toString(required));
        return properties;
    }
}
