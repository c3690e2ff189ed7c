// SPDX-License-Identifier: Apache-2.0
package dev.freshet.template;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What {@code {{x}}} does to a value so that it stays a value; {@code {{{x}}}} leaves it as it is. */
public enum Escape {
    /** Plain text: nothing. */
    NONE,
    /** For HTML and XML. */
    HTML,
    /** For the inside of a JSON string; objects, arrays and numbers stand for themselves. */
    JSON,
    /** For a part of a URL or of a form. */
    URL;

    /** Before text that is JSON already; no value can hold it, as PostgreSQL cannot store it. */
    static final char ALREADY_JSON = '\0';

    private static final JsonMapper MAPPER = JsonMapper.shared();

    Mustache.Escaper escaper() {
        return switch (this) {
            case NONE -> Escapers.NONE;
            case HTML -> Escapers.HTML;
            case JSON -> Escape::inJson;
            case URL -> Escape::inUrl;
        };
    }

    /** What fits a document of a media type; JSON without one. */
    public static Escape of(@Nullable String mediaType) {
        if (mediaType == null) {
            return JSON;
        }
        String type = mediaType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (type.equals("application/json") || type.endsWith("+json")) {
            return JSON;
        }
        if (type.equals("application/x-www-form-urlencoded")) {
            return URL;
        }
        return type.equals("text/html") || type.endsWith("/xml") || type.endsWith("+xml") ? HTML : NONE;
    }

    private static String inJson(String raw) {
        if (!raw.isEmpty() && raw.charAt(0) == ALREADY_JSON) {
            return raw;
        }
        String quoted = MAPPER.writeValueAsString(raw);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String inUrl(String raw) {
        return URLEncoder.encode(raw.replace(String.valueOf(ALREADY_JSON), ""), StandardCharsets.UTF_8)
                .replace("+", "%20");
    }
}
