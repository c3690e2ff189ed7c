// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** A random secret of 256 bits: a session's cookie, a link's key, a device. Prints itself masked. */
public record Secret(String value) {

    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    public static Secret random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What may be shown for a purpose without showing the secret: its MAC. */
    public String derive(String purpose) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.mac(value, purpose));
    }

    byte[] hash() {
        return Sha256.of(value);
    }

    String hexHash() {
        return HexFormat.of().formatHex(hash());
    }

    @Override
    public String toString() {
        return "***";
    }
}
