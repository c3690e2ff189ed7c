// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a crontab.
 *
 * @param line where it stands, counted from 1
 * @param schedule its five fields, or a word with an @
 * @param user whom it runs as, where the crontab has such a column, else null
 * @param written the command as it stands in the file
 * @param command what the shell gets: without the part for standard input, and {@code \%} as {@code %}
 * @param input what the command reads from standard input, or null
 * @param description the comment above it, or null
 * @param settings the crontab's environment at this line
 * @param zone whose wall clock the schedule means
 */
record CrontabEntry(
        int line,
        String schedule,
        @Nullable String user,
        String written,
        String command,
        @Nullable String input,
        @Nullable String description,
        Map<String, String> settings,
        ZoneId zone) {

    CrontabEntry {
        settings = Map.copyOf(settings);
    }

    /** The entry as one line, with another command. */
    String line(String otherCommand) {
        return schedule + " " + (user == null ? "" : user + " ") + otherCommand;
    }
}
