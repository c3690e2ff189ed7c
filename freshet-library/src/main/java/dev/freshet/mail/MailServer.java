// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mail;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where mail goes, as {@code --mail-url} says it. */
public sealed interface MailServer {

    /** How a connection to an SMTP server is kept from eavesdroppers. */
    enum Encryption {
        /** TLS from the first byte: {@code smtps://}. */
        TLS,
        /** TLS once both sides have said hello, or no mail. */
        STARTTLS_REQUIRED,
        /** TLS where the server offers it. */
        STARTTLS_OFFERED,
        /** None: for servers on this machine. */
        NONE
    }

    /**
     * An SMTP server.
     *
     * @param user null to send without a login
     */
    record Smtp(String host, int port, @Nullable String user, Encryption encryption) implements MailServer {
        @Override
        public String toString() {
            return (encryption == Encryption.TLS ? "smtps://" : "smtp://") + host + ":" + port;
        }
    }

    /** A folder of files {@code .eml}. */
    record Folder(Path path) implements MailServer {}

    /**
     * Reads {@code smtp://user@host:587?starttls=required}, {@code smtps://user@host:465} or {@code file:/var/mail/out}.
     * Passwords are refused: they belong into the environment or a file.
     *
     * @throws FreshetException INVALID_ARGUMENT for anything else
     */
    static MailServer parse(String url) {
        try {
            URI uri = URI.create(url.strip());
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return switch (scheme) {
                case "file" ->
                    new Folder(uri.isOpaque() ? Path.of(uri.getSchemeSpecificPart()) : Path.of(uri.getPath()));
                case "smtp" -> smtp(uri, 587, encryption(uri));
                case "smtps" -> smtp(uri, 465, Encryption.TLS);
                default -> throw refused(url, "it begins with neither smtp:// nor smtps:// nor file:");
            };
        } catch (IllegalArgumentException e) {
            throw refused(url, String.valueOf(e.getMessage()));
        }
    }

    private static Smtp smtp(URI uri, int standardPort, Encryption encryption) {
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("it names no host");
        }
        String user = uri.getRawUserInfo();
        if (user != null && user.contains(":")) {
            throw new IllegalArgumentException(
                    "it holds a password, which others could read in the list of processes; put it into"
                            + " FRESHET_MAIL_PASSWORD, or into a file that FRESHET_MAIL_PASSWORD_FILE names");
        }
        String decoded = user == null ? null : URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
        return new Smtp(uri.getHost(), uri.getPort() < 0 ? standardPort : uri.getPort(), decoded, encryption);
    }

    /** Required, unless somebody says otherwise or the server is this very machine. */
    private static Encryption encryption(URI uri) {
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        Map<String, String> options = Stream.of(query.split("&"))
                .filter(option -> !option.isBlank())
                .map(option -> option.split("=", 2))
                .collect(Collectors.toMap(option -> option[0], option -> option.length > 1 ? option[1] : ""));
        String asked = options.remove("starttls");
        if (!options.isEmpty()) {
            throw new IllegalArgumentException("it has the unknown option " + options.keySet() + "; there is starttls");
        }
        if (asked == null) {
            boolean here = uri.getHost() != null && uri.getHost().matches("localhost|127\\..*|\\[::1\\]");
            return here ? Encryption.STARTTLS_OFFERED : Encryption.STARTTLS_REQUIRED;
        }
        return switch (asked) {
            case "required" -> Encryption.STARTTLS_REQUIRED;
            case "offered" -> Encryption.STARTTLS_OFFERED;
            case "none" -> Encryption.NONE;
            default ->
                throw new IllegalArgumentException("starttls is \"" + asked + "\"; expected required, offered or none");
        };
    }

    private static FreshetException refused(String url, String why) {
        String shown = url.replaceAll("(://[^:/@]*):[^/]*@", "$1:***@");
        return new FreshetException(
                ErrorCode.INVALID_ARGUMENT,
                "The mail URL " + shown + " is not usable: " + why
                        + ". Expected smtp://user@host:587?starttls=required, smtps://user@host or file:/folder.");
    }
}
