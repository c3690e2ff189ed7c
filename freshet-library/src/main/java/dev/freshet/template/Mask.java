// SPDX-License-Identifier: Apache-2.0
package dev.freshet.template;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hides secrets wherever they show up: as they are, and as URLs, JSON, HTML and Base64 have them. What is shorter than
 * {@link #SHORTEST} characters stays: it is no secret, and its letters are everywhere. Confined to one thread.
 */
public final class Mask {

    static final int SHORTEST = 4;

    private final Map<String, String> names = new LinkedHashMap<>();

    void learn(String name, String secret) {
        if (secret.length() < SHORTEST) {
            return;
        }
        String shown = "${" + name + "}";
        names.put(secret, shown);
        String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        names.putIfAbsent(url, shown);
        names.putIfAbsent(url.replace("+", "%20"), shown);
        names.putIfAbsent(Escape.JSON.escaper().escape(secret), shown);
        names.putIfAbsent(Escape.HTML.escaper().escape(secret), shown);
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        names.putIfAbsent(base64, shown);
    }

    /** The text with the name of each secret in its place. */
    public String hide(String text) {
        String hidden = text;
        for (String secret : longestFirst()) {
            hidden = hidden.replace(secret, names.getOrDefault(secret, "***"));
        }
        return hidden;
    }

    /** The bytes with the name of each secret in its place, whatever they mean otherwise. */
    public byte[] hide(byte[] bytes) {
        // One character for each byte, and back: what is no text stays as it is.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String secret : longestFirst()) {
            String inBytes = new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            text = text.replace(inBytes, names.getOrDefault(secret, "***"));
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** How many bytes the longest secret has: so much more must be read of what is cut, or half of one remains. */
    public int longest() {
        return names.keySet().stream()
                .mapToInt(secret -> secret.getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
    }

    private List<String> longestFirst() {
        List<String> secrets = new ArrayList<>(names.keySet());
        secrets.sort(Comparator.comparingInt(String::length).reversed());
        return secrets;
    }
}
