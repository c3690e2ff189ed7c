// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testing;

import dev.freshet.definition.CheckDefinition;
import dev.freshet.definition.CheckSeverity;
import dev.freshet.definition.EvidenceDefinition;
import dev.freshet.definition.MetricDefinition;
import dev.freshet.definition.TrackedTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a job's runs leave, for tests, changed step by step. */
public final class Evidence {

    private final List<MetricDefinition> metrics = new ArrayList<>();
    private final List<CheckDefinition> checks = new ArrayList<>();
    private final List<TrackedTable> tables = new ArrayList<>();
    private final List<String> redact = new ArrayList<>();

    public Evidence metric(String name, String sql) {
        metrics.add(new MetricDefinition(name, sql));
        return this;
    }

    public Evidence check(String name, String sql) {
        checks.add(new CheckDefinition(name, sql, CheckSeverity.FAIL));
        return this;
    }

    public Evidence warning(String name, String sql) {
        checks.add(new CheckDefinition(name, sql, CheckSeverity.WARN));
        return this;
    }

    public Evidence track(String table) {
        return track(table, TrackedTable.DEFAULT_KEEP, null, null);
    }

    public Evidence track(String table, int keep, @Nullable Double holdAbove, @Nullable Double failAbove) {
        tables.add(new TrackedTable(table, keep, holdAbove, failAbove));
        return this;
    }

    public Evidence redact(String path) {
        redact.add(path);
        return this;
    }

    public EvidenceDefinition definition() {
        return new EvidenceDefinition(metrics, checks, tables, redact);
    }
}
