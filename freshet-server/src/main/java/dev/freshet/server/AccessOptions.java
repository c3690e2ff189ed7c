// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import dev.freshet.access.SessionPolicy;
import dev.freshet.definition.Durations;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.server.security.oidc.OidcOptions;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How people are let in.
 *
 * @param trustProxy whether a proxy stands before the service, so that {@code X-Forwarded-*} tell the truth
 * @param oidc the provider people may log in through, or null
 */
public record AccessOptions(
        SessionPolicy sessions,
        boolean trustProxy,
        @Nullable OidcOptions oidc) {

    public static final AccessOptions DEFAULT = new AccessOptions(SessionPolicy.DEFAULT, false, null);

    /** From variables of the environment; faults are reported with the variable's name. */
    public static AccessOptions of(Map<String, String> environment) {
        Duration idle = duration(environment, "FRESHET_SESSION_IDLE", SessionPolicy.DEFAULT.idle());
        Duration longest = duration(environment, "FRESHET_SESSION_LONGEST", SessionPolicy.DEFAULT.longest());
        try {
            return new AccessOptions(
                    new SessionPolicy(idle, longest),
                    flag(environment, "FRESHET_TRUST_PROXY"),
                    OidcOptions.of(environment));
        } catch (IllegalArgumentException e) {
            throw refused("FRESHET_SESSION_IDLE or FRESHET_SESSION_LONGEST", String.valueOf(e.getMessage()));
        }
    }

    private static Duration duration(Map<String, String> environment, String name, Duration otherwise) {
        String value = environment.getOrDefault(name, "");
        return value.isBlank()
                ? otherwise
                : Durations.find(value.strip())
                        .orElseThrow(() -> refused(name, "\"" + value + "\" is no duration; expected 12h or 7d"));
    }

    private static boolean flag(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "false").strip();
        return switch (value) {
            case "true" -> true;
            case "false", "" -> false;
            default -> throw refused(name, "\"" + value + "\" is neither true nor false");
        };
    }

    private static FreshetException refused(String name, String why) {
        return new FreshetException(ErrorCode.INVALID_ARGUMENT, name + " is not usable: " + why);
    }
}
