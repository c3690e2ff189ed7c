// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.server.Moments;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a crontab is to be understood. */
final class CrontabOptions {

    @Option(
            names = "--user-field",
            negatable = true,
            description = "a user stands before each command, as in /etc/crontab (default: found out)")
    private @Nullable Boolean userField;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "zone of the machine whose cron it is (default: this machine's)")
    private @Nullable String zone;

    @Nullable
    Boolean userField() {
        return userField;
    }

    ZoneId zone() {
        return zone == null ? ZoneId.systemDefault() : Moments.zone(zone);
    }
}
