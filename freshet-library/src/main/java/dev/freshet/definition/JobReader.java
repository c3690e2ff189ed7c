// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one job of section {@code jobs}. */
final class JobReader {

    private JobReader() {}

    /** The job, or null when it is too faulty to go on with. */
    static @Nullable JobDefinition read(String name, YamlValue body, Findings findings) {
        if (isRefusedType(body, findings)) {
            return null;
        }
        Fields fields = Fields.of(body, JobKeys.SHAPE, findings);
        JobSpec spec = spec(fields, findings);
        String owner = fields.find(JobKeys.OWNER);
        String description = fields.find(JobKeys.DESCRIPTION);
        ScheduleDefinition schedule = ScheduleReader.read(fields);
        return new JobDefinition(
                name,
                owner,
                description,
                spec,
                schedule,
                fields.value(JobKeys.OVERLAP),
                fields.value(JobKeys.CATCH_UP),
                fields.value(JobKeys.CATCH_UP_LIMIT),
                retries(fields, spec),
                fields.find(JobKeys.TIMEOUT),
                fields.find(JobKeys.STATEMENT_TIMEOUT),
                fields.find(JobKeys.LOCK_TIMEOUT),
                fields.value(JobKeys.CANCEL_GRACE),
                fields.value(JobKeys.SLOW_FACTOR),
                fields.value(JobKeys.SHADOW),
                evidence(fields));
    }

    /** Types that files cannot name are one fault: their other keys would only be noise. */
    private static boolean isRefusedType(YamlValue body, Findings findings) {
        if (!body.isMapping()) {
            return false;
        }
        // Looked up apart from the real reading, which reports what is wrong with the keys.
        for (YamlEntry entry : YamlMapping.entries(body, new Findings())) {
            String type =
                    entry.key().equals(JobKeys.TYPE.name()) ? entry.value().text() : null;
            if (type != null && JobKeys.LATER_TYPES.contains(type)) {
                JobKeys.TYPE.type().read(entry.value(), findings);
                return true;
            }
            if ("refresh".equals(type)) {
                findings.fault(
                        entry.value(),
                        "a refresh is not declared as a job",
                        null,
                        "Each view and each group brings its own: declare it under 'views' or 'groups'.");
                return true;
            }
        }
        return false;
    }

    private static JobSpec spec(Fields fields, Findings findings) {
        JobKeys.Type type = fields.find(JobKeys.TYPE);
        if (type != null) {
            JobKeys.TypeKeys own = Objects.requireNonNull(JobKeys.TYPES.get(type));
            own.required().forEach(key -> require(fields, key, type, findings));
            JobKeys.TYPES.values().stream()
                    .flatMap(JobKeys.TypeKeys::all)
                    .distinct()
                    .filter(key -> own.all().noneMatch(key::equals))
                    .forEach(key -> refuse(fields, key, type, findings));
        }
        return SpecReader.read(fields, type == null ? JobKeys.Type.SQL : type);
    }

    private static RetryPolicy retries(Fields fields, JobSpec spec) {
        RetryPolicy retries = fields.find(JobKeys.RETRIES);
        if (retries != null) {
            return retries;
        }
        return switch (spec) {
            case JobSpec.Items items -> RetryPolicy.ITEMS;
            case JobSpec.Report report -> RetryPolicy.ITEMS;
            default -> RetryPolicy.NONE;
        };
    }

    private static EvidenceDefinition evidence(Fields fields) {
        List<MetricDefinition> metrics = new ArrayList<>();
        orEmpty(fields.find(JobKeys.METRICS)).forEach((name, sql) -> metrics.add(new MetricDefinition(name, sql)));
        List<CheckDefinition> checks = new ArrayList<>();
        orEmpty(fields.find(JobKeys.CHECKS))
                .forEach((name, check) -> checks.add(new CheckDefinition(name, check.sql(), check.severity())));
        List<TrackedTable> tables = fields.find(JobKeys.TRACK_CHANGES);
        List<String> redact = fields.find(JobKeys.REDACT);
        return new EvidenceDefinition(
                metrics, checks, tables == null ? List.of() : tables, redact == null ? List.of() : redact);
    }

    private static <T> Map<String, T> orEmpty(@Nullable Map<String, T> named) {
        return named == null ? Map.of() : named;
    }

    private static void require(Fields fields, Key<?> key, JobKeys.Type type, Findings findings) {
        if (!fields.has(key)) {
            findings.fault(
                    fields.at(JobKeys.TYPE),
                    "a job of type " + JobKeys.TYPE.type().print(type) + " needs key '" + key.name() + "'",
                    null,
                    "For example: " + key.name() + ": " + key.example());
        }
    }

    private static void refuse(Fields fields, Key<?> key, JobKeys.Type type, Findings findings) {
        if (fields.has(key)) {
            findings.fault(
                    fields.at(key),
                    "key '" + key.name() + "' does not belong to a job of type "
                            + JobKeys.TYPE.type().print(type),
                    null,
                    "Remove it, or change the type.");
        }
    }
}
