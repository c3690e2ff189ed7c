// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import java.security.SecureRandom;
import java.util.Base64;

/** The secret of a token. Prints itself masked. */
public record TokenSecret(String value) {

    private static final String PREFIX = "freshet_";
    private static final int RANDOM_BYTES = 32;

    /** A new random one; its prefix lets secret scanners find it. */
    public static TokenSecret random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new TokenSecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    byte[] hash() {
        return Sha256.of(value);
    }

    @Override
    public String toString() {
        return "***";
    }
}
