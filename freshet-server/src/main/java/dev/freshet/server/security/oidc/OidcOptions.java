// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security.oidc;

import dev.freshet.access.Role;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The provider, and what its claims mean. Prints itself without the secret.
 *
 * @param roleClaim the claim that lists somebody's groups
 * @param groups the groups of each role
 * @param defaultRole of those who are in none of them, or null to refuse them
 */
public record OidcOptions(
        String issuer,
        String clientId,
        String clientSecret,
        String roleClaim,
        Map<Role, Set<String>> groups,
        @Nullable Role defaultRole) {

    private static final String ISSUER = "FRESHET_OIDC_ISSUER";
    private static final String CLIENT_ID = "FRESHET_OIDC_CLIENT_ID";
    private static final String CLIENT_SECRET = "FRESHET_OIDC_CLIENT_SECRET";
    private static final String ROLE_CLAIM = "FRESHET_OIDC_ROLE_CLAIM";
    private static final String DEFAULT_ROLE = "FRESHET_OIDC_DEFAULT_ROLE";
    private static final Map<Role, String> GROUPS = Map.of(
            Role.ADMINISTRATOR, "FRESHET_OIDC_ADMINISTRATORS",
            Role.OPERATOR, "FRESHET_OIDC_OPERATORS",
            Role.VIEWER, "FRESHET_OIDC_VIEWERS");

    public OidcOptions {
        groups = Map.copyOf(groups);
    }

    /** Null where no issuer is named. */
    public static @Nullable OidcOptions of(Map<String, String> environment) {
        String issuer = text(environment, ISSUER);
        if (issuer.isEmpty()) {
            return null;
        }
        if (!issuer.startsWith("https://") && !issuer.startsWith("http://")) {
            throw refused(ISSUER, "\"" + issuer + "\" is no URL; expected https://…");
        }
        Map<Role, Set<String>> groups = new EnumMap<>(Role.class);
        GROUPS.forEach((role, variable) -> groups.put(role, list(text(environment, variable))));
        String claim = text(environment, ROLE_CLAIM);
        return new OidcOptions(
                issuer,
                needed(CLIENT_ID, text(environment, CLIENT_ID)),
                needed(CLIENT_SECRET, secret(environment)),
                claim.isEmpty() ? "groups" : claim,
                groups,
                defaultRole(text(environment, DEFAULT_ROLE)));
    }

    /** The greatest role that the claims give. */
    Optional<Role> role(Map<String, Object> claims) {
        Set<String> names = names(claims.get(roleClaim));
        List<Role> greatestFirst = List.of(Role.ADMINISTRATOR, Role.OPERATOR, Role.VIEWER);
        return greatestFirst.stream()
                .filter(role -> groups.getOrDefault(role, Set.of()).stream().anyMatch(names::contains))
                .findFirst()
                .or(() -> Optional.ofNullable(defaultRole));
    }

    private static Set<String> names(@Nullable Object claim) {
        return switch (claim) {
            case null -> Set.of();
            case Collection<?> several -> several.stream().map(String::valueOf).collect(Collectors.toSet());
            default -> Set.of(claim.toString());
        };
    }

    private static @Nullable Role defaultRole(String id) {
        if (id.isEmpty() || id.equals("none")) {
            return null;
        }
        return Arrays.stream(Role.values())
                .filter(role -> role.id().equals(id))
                .findFirst()
                .orElseThrow(() -> refused(
                        DEFAULT_ROLE,
                        "there is no role \"" + id + "\"; expected none, viewer, operator or administrator"));
    }

    private static String secret(Map<String, String> environment) {
        String file = text(environment, CLIENT_SECRET + "_FILE");
        if (file.isEmpty()) {
            return text(environment, CLIENT_SECRET);
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | InvalidPathException e) {
            throw refused(CLIENT_SECRET + "_FILE", "the file " + file + " cannot be read");
        }
    }

    private static String needed(String name, String value) {
        if (value.isEmpty()) {
            throw refused(name, "it is missing, but " + ISSUER + " is set");
        }
        return value;
    }

    private static Set<String> list(String names) {
        return Arrays.stream(names.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    private static String text(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").strip();
    }

    private static FreshetException refused(String name, String why) {
        return new FreshetException(ErrorCode.INVALID_ARGUMENT, name + " is not usable: " + why);
    }

    @Override
    public String toString() {
        return "OidcOptions[issuer=" + issuer + ", clientId=" + clientId + "]";
    }
}
