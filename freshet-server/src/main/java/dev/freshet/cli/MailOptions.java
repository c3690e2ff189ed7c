// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.mail.MailPassword;
import dev.freshet.mail.MailServer;
import dev.freshet.mail.MailSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the service sends the mails of report jobs: options go before the environment. */
final class MailOptions {

    private static final String PASSWORD = "FRESHET_MAIL_PASSWORD";
    private static final String PASSWORD_FILE = "FRESHET_MAIL_PASSWORD_FILE";

    @Option(
            names = "--mail-url",
            paramLabel = "URL",
            description = "how reports are mailed: smtp://user@host:587?starttls=required, smtps://user@host, or"
                    + " file:/folder for a folder of .eml files; else FRESHET_MAIL_URL")
    private @Nullable String url;

    @Option(
            names = "--mail-from",
            paramLabel = "ADDRESS",
            description = "sender of reports that name none; else FRESHET_MAIL_FROM")
    private @Nullable String from;

    /** The settings, or null where nobody says where mail goes. */
    @Nullable
    MailSettings settings(Map<String, String> environment) {
        String where = first(url, environment.get("FRESHET_MAIL_URL"));
        String sender = first(from, environment.get("FRESHET_MAIL_FROM"));
        return where == null ? null : new MailSettings(MailServer.parse(where), sender, password(environment));
    }

    /** As {@link #settings}, and where nobody says anything, mails into a folder. */
    MailSettings settingsOr(Map<String, String> environment, Path folder, String sender) {
        MailSettings said = settings(environment);
        return said == null ? new MailSettings(new MailServer.Folder(folder), sender, () -> null) : said;
    }

    /** Read when a mail is sent: a file may be renewed meanwhile. */
    private static MailPassword password(Map<String, String> environment) {
        return () -> {
            String file = environment.get(PASSWORD_FILE);
            if (file == null || file.isBlank()) {
                return environment.get(PASSWORD);
            }
            try {
                return Files.readString(Path.of(file.strip())).strip();
            } catch (IOException e) {
                throw new FreshetException(
                        ErrorCode.INVALID_ARGUMENT,
                        "The file that " + PASSWORD_FILE + " names, " + file + ", cannot be read: " + e.getMessage(),
                        e);
            }
        };
    }

    private static @Nullable String first(@Nullable String option, @Nullable String variable) {
        if (option != null && !option.isBlank()) {
            return option.strip();
        }
        return variable == null || variable.isBlank() ? null : variable.strip();
    }
}
