// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The documented list of metrics, docs/reference/metrics.md, as data. */
record MetricsPage(Map<String, Family> families) {

    static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("freshet.root")));
    private static final Pattern ROW = Pattern.compile("^\\| `(freshet_\\w+)` \\| (\\w+) \\| ([^|]*)\\|");
    private static final Pattern TYPE = Pattern.compile("^# TYPE (freshet_\\w+) (\\w+)$");
    private static final Pattern SAMPLE = Pattern.compile("^(freshet_\\w+?)(_bucket|_sum|_count)?(\\{.*})? .*$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
    private static final Pattern CODE = Pattern.compile("`(\\w+)`");

    static MetricsPage read() throws IOException {
        Map<String, Family> families = new TreeMap<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/reference/metrics.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.find()) {
                families.put(row.group(1), new Family(row.group(2), all(CODE, row.group(3))));
            }
        }
        return new MetricsPage(families);
    }

    /** What a scrape answered, in the same form. */
    static MetricsPage ofScrape(String body) {
        Map<String, Family> families = new TreeMap<>();
        for (String line : body.lines().toList()) {
            Matcher type = TYPE.matcher(line);
            if (type.find()) {
                families.put(type.group(1), new Family(type.group(2), new TreeSet<>()));
            }
            Matcher sample = SAMPLE.matcher(line);
            if (sample.find()) {
                String plain = sample.group(1);
                Family family = Objects.requireNonNull(families.get(plain), plain);
                Set<String> labels = all(LABEL, sample.group(3) == null ? "" : sample.group(3));
                labels.remove("le");
                family.labels().addAll(labels);
            }
        }
        return new MetricsPage(families);
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** A metric's type and the names of its labels. */
    record Family(String type, Set<String> labels) {}
}
