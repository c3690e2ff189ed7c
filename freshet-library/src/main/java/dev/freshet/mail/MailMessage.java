// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mail;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says.
 *
 * @param from the sender: {@code ops@shop.example}, or {@code Shop <ops@shop.example>}
 * @param to the recipient, likewise
 * @param text the plain text; beside {@code html} for those who do not read HTML
 * @param html or null for a mail of plain text
 * @param key by which receivers drop doubles: the same for the same mail, however often it is sent
 */
public record MailMessage(
        String from,
        String to,
        String subject,
        String text,
        @Nullable String html,
        List<MailAttachment> attachments,
        String key,
        Instant at) {

    public MailMessage {
        attachments = List.copyOf(attachments);
    }

    /** A text file that goes along, in UTF-8. */
    public record MailAttachment(String name, String mediaType, String content) {}
}
