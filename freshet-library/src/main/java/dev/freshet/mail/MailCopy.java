// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mail;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What the copy of a mail says.
 *
 * @param html or null where it has none
 * @param attachments their file names
 */
public record MailCopy(
        String from,
        String to,
        String subject,
        String text,
        @Nullable String html,
        List<String> attachments) {

    public MailCopy {
        attachments = List.copyOf(attachments);
    }

    /** Reads an {@code .eml}; what cannot be read is shown as it is. */
    public static MailCopy read(byte[] eml) {
        try {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(eml));
            Found found = new Found();
            found.collect(message);
            return new MailCopy(
                    header(message, "From"),
                    header(message, "To"),
                    String.valueOf(message.getSubject()),
                    found.text == null ? "" : found.text,
                    found.html,
                    found.attachments);
        } catch (MessagingException | IOException e) {
            return new MailCopy("", "", "", new String(eml, StandardCharsets.UTF_8), null, List.of());
        }
    }

    private static String header(MimeMessage message, String name) throws MessagingException {
        String value = message.getHeader(name, ", ");
        return value == null ? "" : MimeUtility.unfold(value);
    }

    private static final class Found {
        private @Nullable String text;
        private @Nullable String html;
        private final List<String> attachments = new ArrayList<>();

        void collect(Part part) throws MessagingException, IOException {
            if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
                attachments.add(part.getFileName() == null ? "attachment" : part.getFileName());
            } else if (part.getContent() instanceof Multipart parts) {
                for (int i = 0; i < parts.getCount(); i++) {
                    BodyPart one = parts.getBodyPart(i);
                    collect(one);
                }
            } else if (part.isMimeType("text/html")) {
                html = String.valueOf(part.getContent());
            } else if (part.isMimeType("text/plain") && text == null) {
                text = String.valueOf(part.getContent());
            }
        }
    }
}
