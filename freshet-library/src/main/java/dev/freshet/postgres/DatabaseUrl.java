// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * The address of a database as {@code psql} takes it: {@code postgresql://user:password@host:port/database?sslmode=…}.
 *
 * <p>Parts that are missing come from {@code PGUSER}, {@code PGPASSWORD} and PostgreSQL's own defaults; without any
 * password the driver looks into {@code ~/.pgpass}. Prints itself with the password masked.
 *
 * @param host a name or an address; IPv6 without brackets
 * @param password in clear, or null
 * @param parameters as the driver names them
 */
public record DatabaseUrl(
        String host,
        int port,
        String database,
        String user,
        @Nullable String password,
        Map<String, String> parameters) {

    private static final int DEFAULT_PORT = 5432;
    private static final String FORM = "expected postgresql://user:password@host:port/database";
    /** What libpq calls a parameter, where the driver calls it otherwise. */
    private static final Map<String, String> DRIVER_NAMES = Map.of(
            "application_name", PGProperty.APPLICATION_NAME.getName(),
            "connect_timeout", PGProperty.CONNECT_TIMEOUT.getName(),
            "channel_binding", PGProperty.CHANNEL_BINDING.getName());

    public DatabaseUrl {
        parameters = Map.copyOf(parameters);
    }

    /** Reads a URL, with defaults from the environment. */
    public static DatabaseUrl parse(String url) {
        return parse(url, System.getenv());
    }

    static DatabaseUrl parse(String url, Map<String, String> environment) {
        URI uri = uri(url);
        String[] login = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        String user = login.length > 0 && !login[0].isEmpty()
                ? decode(login[0])
                : environment.getOrDefault("PGUSER", System.getProperty("user.name", "postgres"));
        String password = login.length > 1 ? decode(login[1]) : environment.get("PGPASSWORD");
        String host = uri.getHost() == null ? "localhost" : uri.getHost();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return new DatabaseUrl(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                path.length() > 1 ? decode(path.substring(1)) : user,
                user,
                password,
                parameters(uri.getRawQuery()));
    }

    /** The same server and login, another database. */
    public DatabaseUrl withDatabase(String other) {
        return new DatabaseUrl(host, port, other, user, password, parameters);
    }

    /** The URL with its password in clear, for {@code psql}. */
    public String withPassword() {
        return print(password == null ? "" : ":" + encode(password));
    }

    /** The URL with its password masked. */
    @Override
    public String toString() {
        return print(password == null ? "" : ":***");
    }

    /** As the JDBC driver takes it, with user and password in clear. */
    public String jdbcUrlWithPassword() {
        StringBuilder printed = new StringBuilder(jdbcUrl());
        char separator = '?';
        for (String name : properties().stringPropertyNames()) {
            printed.append(separator)
                    .append(name)
                    .append('=')
                    .append(encode(properties().getProperty(name)));
            separator = '&';
        }
        return printed.toString();
    }

    String jdbcUrl() {
        return "jdbc:postgresql://" + printedHost() + ":" + port + "/" + encode(database);
    }

    Properties properties() {
        Properties properties = new Properties();
        properties.putAll(parameters);
        properties.setProperty(PGProperty.USER.getName(), user);
        if (password != null) {
            properties.setProperty(PGProperty.PASSWORD.getName(), password);
        }
        return properties;
    }

    private String print(String printedPassword) {
        StringBuilder printed = new StringBuilder("postgresql://")
                .append(encode(user))
                .append(printedPassword)
                .append('@')
                .append(printedHost())
                .append(':')
                .append(port)
                .append('/')
                .append(encode(database));
        char separator = '?';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            printed.append(separator).append(libpqName(parameter.getKey())).append('=');
            printed.append(encode(parameter.getValue()));
            separator = '&';
        }
        return printed.toString();
    }

    private String printedHost() {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static URI uri(String url) {
        try {
            String stripped = url.strip();
            URI uri = new URI(stripped.endsWith("://") ? stripped + "/" : stripped);
            boolean known = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            if (!known) {
                throw refused("it does not start with postgresql://");
            }
            if (uri.getHost() == null && uri.getRawAuthority() != null) {
                throw refused("its host and port are not readable (percent-encode special characters of the password)");
            }
            return uri;
        } catch (URISyntaxException e) {
            // The reason only: the input would show the password.
            throw refused(e.getReason() + " at character " + (e.getIndex() + 1));
        }
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            String name = decode(parts[0]);
            String driverName = Objects.requireNonNullElse(DRIVER_NAMES.get(name), name);
            if (parts.length < 2 || PGProperty.forName(driverName) == null) {
                throw refused("the driver knows no parameter \"" + name + "\" (known are sslmode, sslrootcert, "
                        + "connect_timeout, options and the rest of the PostgreSQL JDBC driver's)");
            }
            parameters.put(driverName, decode(parts[1]));
        }
        return parameters;
    }

    private static String libpqName(String driverName) {
        return DRIVER_NAMES.entrySet().stream()
                .filter(known -> known.getValue().equals(driverName))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(driverName);
    }

    private static FreshetException refused(String why) {
        return new FreshetException(ErrorCode.INVALID_ARGUMENT, "The database URL is not usable: " + why + "; " + FORM);
    }

    private static String decode(String text) {
        // A plus is a plus in URIs, other than in forms.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
