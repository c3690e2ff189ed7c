// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Keys by which a receiver knows that it was asked the same before. The same over every attempt of a run, and for an item
 * over every try and re-injection with the same payload; different for everything else, of other installations too.
 */
public final class IdempotencyKey {

    private static final int BYTES = 16;

    private IdempotencyKey() {}

    /** Of a run as a whole. */
    public static String ofRun(String installation, long runId) {
        return digest(installation + "/run/" + runId);
    }

    /**
     * Of an item. A payload that somebody mended makes another one: receivers refuse a known key with other content.
     *
     * @param runId the run that listed the item
     */
    public static String ofItem(String installation, long runId, long number, String payload) {
        return digest(installation + "/item/" + runId + "/" + number + "/" + payload);
    }

    /** Of a message about an alert, however often it is sent. */
    public static String ofAlertDelivery(String installation, long deliveryId) {
        return digest(installation + "/alert-delivery/" + deliveryId);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "freshet-" + HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
