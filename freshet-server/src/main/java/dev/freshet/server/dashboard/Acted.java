// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an act on a page answers: nothing to draw, but a sentence for a moment, and where to look next. The page itself
 * changes because what it shows has changed.
 */
public final class Acted {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Acted() {}

    /** Says what was done. */
    public static ResponseEntity<Void> said(String sentence) {
        return said(sentence, null, null);
    }

    /**
     * Says what was done, and links to where it can be watched.
     *
     * @param link path of a page, or null
     */
    public static ResponseEntity<Void> said(String sentence, @Nullable String label, @Nullable String link) {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("text", sentence);
        if (label != null && link != null) {
            said.put("label", label);
            said.put("link", link);
        }
        // A header holds Latin letters only; JSON can say everything with them.
        String json = JSON.writeValueAsString(Map.of("freshet:said", said));
        return ResponseEntity.noContent().header("HX-Trigger", ascii(json)).build();
    }

    /** Leads to another page. */
    public static ResponseEntity<Void> goTo(String path) {
        return ResponseEntity.noContent().header("HX-Location", path).build();
    }

    private static String ascii(String json) {
        StringBuilder escaped = new StringBuilder();
        json.chars().forEach(c -> {
            if (c < 0x80) {
                escaped.append((char) c);
            } else {
                escaped.append(String.format("\\u%04x", c));
            }
        });
        return escaped.toString();
    }
}
