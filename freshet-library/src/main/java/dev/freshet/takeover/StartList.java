// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts of the old scheduler from a text: lines {@code JOB,TIME}, or the lines that cron writes to syslog,
 * {@code … CRON[123]: (user) CMD (command)}, whose commands a crontab gives their jobs.
 */
public final class StartList {

    private static final Pattern CRON = Pattern.compile(
            "(.*?)\\s+\\S+\\s+/?(?:\\S*/)?(?:CRON|cron|crond|CROND)(?:\\[\\d+\\])?:\\s+\\((\\S+)\\)\\s+CMD\\s+\\((.*)\\)\\s*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SYSLOG = Pattern.compile("(?i).*\\bcrond?(\\[\\d+\\])?:.*");
    private static final Pattern LISTED =
            Pattern.compile("\\s*\"?([A-Za-z_][\\w$.-]*)\"?\\s*[,;\\t ]\\s*\"?([0-9].*?)\"?\\s*");
    private static final DateTimeFormatter LOCAL = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .toFormatter(Locale.ROOT);
    private static final Pattern TRADITIONAL = Pattern.compile("[A-Z][a-z]{2}\\s+\\d{1,2}\\s+\\d\\d:\\d\\d:\\d\\d");

    private final Map<String, List<String>> jobsByCommand;
    private final ZoneId zone;
    private final Instant until;
    private final Map<List<String>, List<Instant>> starts =
            new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    private final Map<String, Integer> unknown = new TreeMap<>();

    private StartList(Map<String, List<String>> jobsByCommand, ZoneId zone, Instant until) {
        this.jobsByCommand = jobsByCommand;
        this.zone = zone;
        this.until = until;
    }

    /**
     * What a text told.
     *
     * @param unknown commands of the log that the crontab does not have, and how often they started
     */
    public record Result(List<OldStarts> starts, Map<String, Integer> unknown) {
        public Result {
            starts = List.copyOf(starts);
            unknown = new TreeMap<>(unknown);
        }
    }

    /**
     * Reads a text.
     *
     * @param fileName for people
     * @param jobsByCommand of {@link CrontabImport}; empty for lines that name jobs
     * @param zone of times that have none
     * @param until no time that lacks its year lies after it
     */
    public static Result read(
            String text, String fileName, Map<String, List<String>> jobsByCommand, ZoneId zone, Instant until) {
        StartList list = new StartList(jobsByCommand, zone, until);
        // Jobs that never started are compared too.
        jobsByCommand.values().forEach(jobs -> list.starts.put(jobs, new ArrayList<>()));
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            list.line(fileName, ++number, line);
        }
        return new Result(
                list.starts.entrySet().stream()
                        .map(entry -> new OldStarts(entry.getKey(), entry.getValue()))
                        .toList(),
                list.unknown);
    }

    private void line(String fileName, int number, String line) {
        String stripped = line.strip();
        if (stripped.isEmpty() || stripped.startsWith("#")) {
            return;
        }
        Matcher cron = CRON.matcher(stripped);
        if (cron.matches()) {
            String command = CrontabImport.command(cron.group(3));
            List<String> jobs = jobsByCommand.get(command);
            if (jobs == null) {
                unknown.merge(command, 1, Integer::sum);
            } else {
                add(jobs, time(fileName, number, cron.group(1)));
            }
            return;
        }
        if (SYSLOG.matcher(stripped).matches()) {
            return;
        }
        Matcher listed = LISTED.matcher(stripped);
        if (listed.matches()) {
            add(List.of(listed.group(1)), time(fileName, number, listed.group(2)));
        } else if (number > 1) {
            throw fault(fileName, number, "\"" + stripped + "\" is neither JOB,TIME nor a line of cron's log");
        }
    }

    private void add(List<String> jobs, Instant start) {
        starts.computeIfAbsent(jobs, none -> new ArrayList<>()).add(start);
    }

    private Instant time(String fileName, int number, String text) {
        String iso =
                text.strip().replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) ", "$1T").replaceFirst(" ?([+-]\\d\\d)$", "$1:00");
        return instant(iso)
                .or(() -> traditional(text.strip()))
                .orElseThrow(() -> fault(
                        fileName,
                        number,
                        "\"" + text + "\" is no time; expected 2026-11-21T03:00:00Z,"
                                + " 2026-11-21 03:00:00 or Nov 21 03:00:00"));
    }

    private Optional<Instant> instant(String iso) {
        try {
            return Optional.of(OffsetDateTime.parse(iso.replace(" ", "")).toInstant());
        } catch (DateTimeParseException e) {
            // Without an offset, maybe.
        }
        try {
            return Optional.of(LocalDateTime.parse(iso, LOCAL).atZone(zone).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** {@code Nov 21 03:00:00}: of the last year in which it is not in the future. */
    private Optional<Instant> traditional(String text) {
        if (!TRADITIONAL.matcher(text).matches()) {
            return Optional.empty();
        }
        int year = until.atZone(zone).getYear();
        for (int back = 0; back <= 1; back++) {
            DateTimeFormatter format = new DateTimeFormatterBuilder()
                    .appendPattern("MMM d HH:mm:ss")
                    .parseDefaulting(ChronoField.YEAR, year - back)
                    .toFormatter(Locale.ENGLISH);
            try {
                Instant at = LocalDateTime.parse(text.replaceAll("\\s+", " "), format)
                        .atZone(zone)
                        .toInstant();
                if (!at.isAfter(until)) {
                    return Optional.of(at);
                }
            } catch (DateTimeException e) {
                // 29 February of another year.
            }
        }
        return Optional.empty();
    }

    private static FreshetException fault(String fileName, int number, String what) {
        return new FreshetException(ErrorCode.INVALID_ARGUMENT, fileName + ", line " + number + ": " + what);
    }
}
