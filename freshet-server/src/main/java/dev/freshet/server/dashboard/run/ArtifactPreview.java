// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.artifact.Artifact;
import dev.freshet.mail.MailCopy;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the page of an artifact shows of it.
 *
 * @param mail the mail it is the copy of, or null
 * @param text to be shown as text, or null
 * @param isDocument whether there is HTML to show, in a frame without rights
 */
public record ArtifactPreview(
        Artifact artifact,
        @Nullable MailCopy mail,
        @Nullable String text,
        boolean isDocument) {

    private static final int LONGEST_TEXT = 200_000;

    static ArtifactPreview of(Artifact artifact, byte[] bytes) {
        String type = plain(artifact.mediaType());
        if (type.equals("message/rfc822")) {
            MailCopy mail = MailCopy.read(bytes);
            return new ArtifactPreview(
                    artifact, mail, mail.html() == null ? cut(mail.text()) : null, mail.html() != null);
        }
        boolean html = type.equals("text/html");
        return new ArtifactPreview(artifact, null, html ? null : cut(new String(bytes, StandardCharsets.UTF_8)), html);
    }

    /** The HTML of it, to be shown in a frame without rights; null where it has none. */
    static @Nullable String html(Artifact artifact, byte[] bytes) {
        return switch (plain(artifact.mediaType())) {
            case "message/rfc822" -> MailCopy.read(bytes).html();
            case "text/html" -> new String(bytes, StandardCharsets.UTF_8);
            default -> null;
        };
    }

    static boolean isReadable(String mediaType) {
        String type = plain(mediaType);
        return type.startsWith("text/")
                || type.equals("message/rfc822")
                || type.equals("application/json")
                || type.equals("application/xml")
                || type.endsWith("+json")
                || type.endsWith("+xml");
    }

    private static String plain(String mediaType) {
        return mediaType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    private static String cut(String text) {
        return text.length() > LONGEST_TEXT
                ? text.substring(0, LONGEST_TEXT) + "\n… cut here; save it to see all"
                : text;
    }
}
