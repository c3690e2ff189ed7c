// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import dev.freshet.access.PasswordPolicy;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;

/**
 * Hashes passwords slowly: PBKDF2 with HMAC-SHA256, 600,000 rounds, a salt of 16 bytes – what the JDK has by itself, and no
 * limit of 72 bytes. The hash names its method, so that another one can take over at the next login.
 */
public final class Passwords {

    private static final String TODAY = "pbkdf2-600k";
    private static final int SALT_BYTES = 16;
    private static final int ROUNDS = 600_000;
    private static final int AT_ONCE = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int SECONDS_OF_PATIENCE = 10;

    /** Salt and hash of no password, which takes as long to compare as another. */
    private static final String NOBODYS = "{" + TODAY + "}" + "00".repeat(SALT_BYTES + 32);

    private final PasswordEncoder today =
            new Pbkdf2PasswordEncoder("", SALT_BYTES, ROUNDS, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256);
    private final PasswordEncoder encoder =
            new DelegatingPasswordEncoder(TODAY, Map.of(TODAY, today, "bcrypt", new BCryptPasswordEncoder()));
    private final Semaphore places = new Semaphore(AT_ONCE);

    /** Checks a new password and hashes it. */
    public String hashChecked(String password, String userName) {
        PasswordPolicy.fault(password, userName).ifPresent(fault -> {
            throw new FreshetException(ErrorCode.WEAK_PASSWORD, fault);
        });
        return hash(password);
    }

    /**
     * Compares; takes as long for a user that does not exist.
     *
     * @param hash as stored, or null where there is none
     */
    boolean matches(String password, @Nullable String hash) {
        if (password.length() > PasswordPolicy.LONGEST) {
            return false;
        }
        boolean equal = atLeisure(() -> encoder.matches(password, hash == null ? NOBODYS : hash));
        return equal && hash != null;
    }

    /** Whether a stored hash is to be replaced now that the password is at hand. */
    boolean isOutdated(String hash) {
        return encoder.upgradeEncoding(hash);
    }

    String hash(String password) {
        return atLeisure(() -> String.valueOf(encoder.encode(password)));
    }

    /** A few at once: hashing is meant to be hard work, and runs are to go on. */
    private <T> T atLeisure(Supplier<T> work) {
        try {
            if (!places.tryAcquire(SECONDS_OF_PATIENCE, TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private static FreshetException busy() {
        return new FreshetException(ErrorCode.TOO_BUSY, "Too many logins at once; try again in a minute");
    }
}
