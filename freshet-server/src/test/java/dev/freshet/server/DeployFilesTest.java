// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The law of {@code deploy/}: its board and alerts ask for metrics that there are, and every alert has its runbook. */
class DeployFilesTest {

    private static final Path ROOT = MetricsPage.ROOT;
    private static final Pattern METRIC = Pattern.compile("\\bfreshet_\\w+");
    private static final Pattern ALERT = Pattern.compile("(?m)^ +- alert: (\\w+)$");
    private static final Pattern RUNBOOK = Pattern.compile("docs/operations/alerts\\.md#(\\w+)");
    private static final Pattern NAMED_ALERT = Pattern.compile("`(Freshet[A-Z]\\w+)`");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (\\w+)$");
    private static final Set<String> RECORDED_SUFFIXES = Set.of("_bucket", "_sum", "_count");

    @Test
    void theBoardAsksForMetricsThatThereAre() throws IOException {
        List<String> expressions = new ArrayList<>();
        collect(JsonMapper.shared().readTree(text("deploy/grafana/freshet.json")), expressions);
        assertThat(expressions).hasSizeGreaterThan(30);
        Set<String> asked = metrics(String.join("\n", expressions));
        assertThat(asked).hasSizeGreaterThan(25).isSubsetOf(documented());
    }

    @Test
    void theAlertsAskForMetricsThatThereAre() throws IOException {
        assertThat(metrics(text("deploy/prometheus/alerts.yaml").replaceAll("(?m)^ *#.*$", "")))
                .hasSizeGreaterThan(10)
                .isSubsetOf(documented());
    }

    @Test
    void everyAlertHasARunbookAndEveryRunbookAnAlert() throws IOException {
        String rules = text("deploy/prometheus/alerts.yaml");
        List<String> alerts = all(ALERT, rules);
        assertThat(alerts).hasSizeGreaterThan(10);
        assertThat(all(SECTION, text("docs/operations/alerts.md"))).containsExactlyElementsOf(alerts);
        assertThat(all(RUNBOOK, rules))
                .containsExactlyElementsOf(alerts.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList());
        assertThat(new TreeSet<>(all(NAMED_ALERT, text("docs/reference/metrics.md"))))
                .isSubsetOf(alerts);
    }

    @Test
    void stoppingTheUnitLeavesPostgresToTheService() throws IOException {
        assertThat(text("deploy/systemd/freshet.service"))
                .contains("KillMode=mixed", "SuccessExitStatus=143", "NoNewPrivileges=yes", "ProtectSystem=strict");
    }

    @Test
    void nothingInItIsASecret() throws IOException {
        assertThat(text("deploy/docker/compose.yaml")).contains("PGPASSWORD: ${POSTGRES_PASSWORD:?");
        assertThat(text("deploy/docker/Dockerfile"))
                .contains("USER freshet", "HEALTHCHECK")
                .doesNotContainIgnoringCase("password")
                .doesNotContainIgnoringCase("token=");
    }

    private static Set<String> documented() throws IOException {
        return MetricsPage.read().families().keySet();
    }

    /** With the suffixes taken off that summaries and histograms add. */
    private static Set<String> metrics(String text) {
        Set<String> names = new TreeSet<>();
        for (String name : all(METRIC, text)) {
            names.add(RECORDED_SUFFIXES.stream()
                    .filter(name::endsWith)
                    .map(suffix -> name.substring(0, name.length() - suffix.length()))
                    .findFirst()
                    .orElse(name));
        }
        return names;
    }

    private static void collect(JsonNode node, List<String> expressions) {
        for (String key : List.of("expr", "definition")) {
            if (node.path(key).isString()) {
                expressions.add(node.get(key).asString());
            }
        }
        node.forEach(child -> collect(child, expressions));
    }

    private static List<String> all(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(matcher.groupCount()));
        }
        return found;
    }

    private static String text(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }
}
