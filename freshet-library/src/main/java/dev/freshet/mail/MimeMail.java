// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Properties;

/** A mail as the wire has it: the bytes that are sent are the bytes that are kept. */
public final class MimeMail {

    /** Stays the same however often the mail is sent. */
    public static final String KEY_HEADER = "X-Freshet-Idempotency-Key";

    private static final String UTF_8 = "utf-8";
    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final MailMessage message;
    private final MimeMessage mime;
    private final byte[] bytes;

    private MimeMail(MailMessage message, MimeMessage mime) throws MessagingException, IOException {
        this.message = message;
        this.mime = mime;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        mime.writeTo(out);
        bytes = out.toByteArray();
    }

    /**
     * Builds it.
     *
     * @throws MailException where an address is none
     */
    public static MimeMail of(MailMessage message) {
        try {
            MimeMessage mime = new KeptMessage(messageId(message));
            mime.setFrom(new InternetAddress(message.from(), true));
            mime.setRecipient(Message.RecipientType.TO, new InternetAddress(message.to(), true));
            mime.setSubject(message.subject().replaceAll("\\s+", " ").strip(), UTF_8);
            mime.setSentDate(Date.from(message.at()));
            mime.setHeader(KEY_HEADER, message.key());
            // Nobody's holiday notice answers it.
            mime.setHeader("Auto-Submitted", "auto-generated");
            fill(mime, message);
            mime.saveChanges();
            return new MimeMail(message, mime);
        } catch (MessagingException e) {
            throw new MailException(
                    "A mail from \"" + message.from() + "\" to \"" + message.to() + "\" cannot be made: "
                            + e.getMessage(),
                    false,
                    "Check both addresses.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public MailMessage message() {
        return message;
    }

    /** All of it. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** A name for the file it is kept in: the time, then what makes it one of its kind. */
    String fileName() {
        return FILE_TIME.format(message.at()) + "-" + message.key().replaceAll("[^A-Za-z0-9-]", "_") + ".eml";
    }

    MimeMessage mime() {
        return mime;
    }

    private static void fill(MimeMessage mime, MailMessage message) throws MessagingException {
        if (message.html() == null && message.attachments().isEmpty()) {
            mime.setText(message.text(), UTF_8);
            return;
        }
        MimeMultipart alternatives = new MimeMultipart("alternative");
        alternatives.addBodyPart(text(message.text(), "plain"));
        if (message.html() != null) {
            alternatives.addBodyPart(text(message.html(), "html"));
        }
        if (message.attachments().isEmpty()) {
            mime.setContent(alternatives);
            return;
        }
        MimeMultipart mixed = new MimeMultipart("mixed");
        MimeBodyPart body = new MimeBodyPart();
        body.setContent(alternatives);
        mixed.addBodyPart(body);
        for (MailMessage.MailAttachment attachment : message.attachments()) {
            MimeBodyPart part = new MimeBodyPart();
            part.setText(attachment.content(), UTF_8);
            part.setHeader("Content-Type", attachment.mediaType() + "; charset=utf-8");
            part.setFileName(attachment.name());
            part.setDisposition(Part.ATTACHMENT);
            mixed.addBodyPart(part);
        }
        mime.setContent(mixed);
    }

    private static MimeBodyPart text(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }

    private static String messageId(MailMessage message) throws MessagingException {
        String address = new InternetAddress(message.from(), true).getAddress();
        return "<" + message.key() + "@" + address.substring(address.lastIndexOf('@') + 1) + ">";
    }

    /** Keeps its own id, where others would get a new one each time they are sent. */
    private static final class KeptMessage extends MimeMessage {
        private final String id;

        KeptMessage(String id) {
            super(Session.getInstance(new Properties()));
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
