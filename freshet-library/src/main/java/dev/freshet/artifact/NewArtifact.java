// SPDX-License-Identifier: Apache-2.0
package dev.freshet.artifact;

import dev.freshet.postgres.StorableText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A file about to be kept. The bytes are not copied: leave them alone. */
public final class NewArtifact {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TYPE = 200;

    private final @Nullable String itemKey;
    private final String name;
    private final String mediaType;
    private final byte[] content;

    /**
     * @param itemKey the item it was made for, or null
     * @param name a file name; control characters and slashes become {@code _}
     * @param mediaType as HTTP says it, for example {@code text/csv; charset=utf-8}
     */
    public NewArtifact(@Nullable String itemKey, String name, String mediaType, byte[] content) {
        this.itemKey = StorableText.ofNullable(itemKey);
        this.name = cleaned(name);
        this.mediaType = cut(mediaType.replaceAll("[^\\x20-\\x7e]", ""), LONGEST_TYPE);
        this.content = content;
    }

    /** Text in UTF-8; the media type is told so. */
    public static NewArtifact ofText(@Nullable String itemKey, String name, String mediaType, String text) {
        return new NewArtifact(itemKey, name, mediaType + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    @Nullable
    String itemKey() {
        return itemKey;
    }

    String name() {
        return name;
    }

    String mediaType() {
        return mediaType;
    }

    byte[] content() {
        return content;
    }

    int size() {
        return content.length;
    }

    String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** No path, no control characters, not empty: it becomes a file name where somebody saves it. */
    private static String cleaned(String name) {
        String clean = cut(name.replaceAll("[\\p{Cntrl}/\\\\:]", "_").strip(), LONGEST_NAME);
        return clean.isEmpty() || clean.matches("\\.+") ? "artifact" : clean;
    }

    private static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
    }
}
