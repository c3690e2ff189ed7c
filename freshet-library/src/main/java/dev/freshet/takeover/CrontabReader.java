// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a crontab line by line, by the rules of Vixie's cron and its descendants. */
final class CrontabReader {

    private static final Pattern SETTING =
            Pattern.compile("\\s*(?:\"([^\"]+)\"|'([^']+)'|([A-Za-z_]\\w*))\\s*=\\s*(.*?)\\s*");
    private static final String TIMES = "(@[A-Za-z_0-9]+|-?[0-9*?~][^\\s]*(?:\\s+[0-9A-Za-z*?,/~#$-]+){4})";
    private static final Pattern ENTRY = Pattern.compile("\\s*" + TIMES + "\\s+(\\S.*)");
    private static final Pattern USER_AND_COMMAND = Pattern.compile("(\\S+)\\s+(\\S.*)");
    /** What Debian and others put on top of a fresh crontab: about crontabs, not about an entry. */
    private static final Pattern BOILERPLATE = Pattern.compile(
            "(?i).*(\\bcommand to be executed\\b|\\bm\\s+h\\s+dom\\b|crontab\\(5\\)|edit this file|\\bcron"
                    + " daemon\\b|day of (month|week)|installed on|DO NOT EDIT).*|[-=#*.|\\s]*|.*\\.---.*");

    private final boolean userColumn;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<CrontabEntry> entries = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();
    private ZoneId zone;

    private CrontabReader(boolean userColumn, ZoneId zone) {
        this.userColumn = userColumn;
        this.zone = zone;
    }

    /** Reads. */
    static Crontab read(String text, boolean userColumn, ZoneId zone) {
        CrontabReader reader = new CrontabReader(userColumn, zone);
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            reader.line(++number, line);
        }
        return new Crontab(reader.entries, reader.settings, reader.remarks);
    }

    /** What stands after the times of each line that has any. */
    static List<String> commands(String text) {
        return text.lines()
                .filter(line -> !line.stripLeading().startsWith("#")
                        && !SETTING.matcher(line).matches())
                .map(ENTRY::matcher)
                .filter(Matcher::matches)
                .map(entry -> entry.group(2))
                .toList();
    }

    private void line(int number, String line) {
        String stripped = line.strip();
        if (stripped.isEmpty()) {
            comments.clear();
            return;
        }
        if (stripped.startsWith("#")) {
            comment(number, stripped.replaceFirst("^#+", "").strip());
            return;
        }
        Matcher setting = SETTING.matcher(line);
        if (setting.matches() && !ENTRY.matcher(line).matches()) {
            setting(number, setting);
            return;
        }
        Matcher entry = ENTRY.matcher(line);
        if (entry.matches()) {
            entry(number, entry.group(1), entry.group(2));
        } else {
            remarks.add("line " + number + " is neither an entry nor a setting and was left out: "
                    + Secrets.masked(stripped));
        }
        comments.clear();
    }

    private void comment(int number, String text) {
        if (BOILERPLATE.matcher(text).matches()) {
            return;
        }
        Matcher entry = ENTRY.matcher(text);
        if (entry.matches() && CronDialect.crontab(entry.group(1), zone) instanceof Timing.Known) {
            remarks.add(
                    "line " + number + " was commented out in the crontab and is left out: " + Secrets.masked(text));
            comments.clear();
        } else {
            comments.add(text);
        }
    }

    private void setting(int number, Matcher setting) {
        String name = setting.group(1) != null
                ? setting.group(1)
                : setting.group(2) != null ? setting.group(2) : setting.group(3);
        String value = setting.group(4).replaceFirst("^(['\"])(.*)\\1$", "$2");
        settings.put(name, value);
        comments.clear();
        if (name.equals("CRON_TZ")) {
            try {
                zone = ZoneId.of(value);
            } catch (DateTimeException e) {
                remarks.add("line " + number + " names the zone \"" + value + "\", which is not known here; " + zone
                        + " was used");
            }
        } else if (name.equals("TZ")) {
            remarks.add("line " + number + " sets TZ=" + value
                    + ": most crons give it to the commands and leave the schedules alone, as was assumed here");
        }
    }

    private void entry(int number, String schedule, String rest) {
        String user = null;
        String written = rest;
        if (userColumn) {
            Matcher column = USER_AND_COMMAND.matcher(rest);
            if (!column.matches()) {
                remarks.add("line " + number + " has a user and no command and was left out");
                return;
            }
            user = column.group(1);
            written = column.group(2);
        }
        int percent = firstPercent(written);
        String command = unescaped(percent < 0 ? written : written.substring(0, percent));
        String input = percent < 0 ? null : input(written.substring(percent + 1));
        entries.add(new CrontabEntry(
                number, schedule, user, written, command.strip(), input, description(), settings, zone));
    }

    private @Nullable String description() {
        String joined = String.join(" ", comments).replaceAll("\\s+", " ").strip();
        return joined.isEmpty() ? null : joined;
    }

    /** The first % without a backslash before it, or -1. */
    static int firstPercent(String command) {
        for (int i = 0; i < command.length(); i++) {
            if (command.charAt(i) == '%' && (i == 0 || command.charAt(i - 1) != '\\')) {
                return i;
            }
        }
        return -1;
    }

    private static String unescaped(String command) {
        return command.replace("\\%", "%");
    }

    private static String input(String text) {
        return text.replaceAll("(?<!\\\\)%", "\n").replace("\\%", "%");
    }

    /** A crontab. */
    record Crontab(List<CrontabEntry> entries, Map<String, String> settings, List<String> remarks) {
        Crontab {
            entries = List.copyOf(entries);
            settings = new LinkedHashMap<>(settings);
            remarks = List.copyOf(remarks);
        }
    }
}
