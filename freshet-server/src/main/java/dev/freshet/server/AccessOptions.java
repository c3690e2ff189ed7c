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
 * @param publicUrl where people reach the service, without a slash at its end; null for the port on this machine
 * @param oidc the provider people may log in through, or null
 */
public record AccessOptions(
        SessionPolicy sessions,
        boolean trustProxy,
        @Nullable OidcOptions oidc,
        @Nullable String publicUrl) {

    /** Reached at its own port. */
    public AccessOptions(SessionPolicy sessions, boolean trustProxy, @Nullable OidcOptions oidc) {
        this(sessions, trustProxy, oidc, null);
    }

    public static final AccessOptions DEFAULT = new AccessOptions(SessionPolicy.DEFAULT, false, null);

    /** From variables of the environment; faults are reported with the variable's name. */
    public static AccessOptions of(Map<String, String> environment) {
        Duration idle = duration(environment, "FRESHET_SESSION_IDLE", SessionPolicy.DEFAULT.idle());
        Duration longest = duration(environment, "FRESHET_SESSION_LONGEST", SessionPolicy.DEFAULT.longest());
        try {
            return new AccessOptions(
                    new SessionPolicy(idle, longest),
                    flag(environment, "FRESHET_TRUST_PROXY"),
                    OidcOptions.of(environment),
                    publicUrl(environment));
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

    /** Links in alerts lead there. */
    private static @Nullable String publicUrl(Map<String, String> environment) {
        String value = environment.getOrDefault("FRESHET_PUBLIC_URL", "").strip();
        if (!value.isEmpty() && !value.matches("https?://[^\\s/?#]+[^\\s?#]*")) {
            throw refused(
                    "FRESHET_PUBLIC_URL",
                    "\"" + value + "\" is no address people reach; expected https://freshet.shop.example");
        }
        return value.isEmpty() ? null : value.replaceAll("/+$", "");
    }

    private static FreshetException refused(String name, String why) {
        return new FreshetException(ErrorCode.INVALID_ARGUMENT, name + " is not usable: " + why);
    }
}
