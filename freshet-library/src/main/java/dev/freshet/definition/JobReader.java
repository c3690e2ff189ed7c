// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

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
                fields.value(JobKeys.RETRIES),
                fields.find(JobKeys.TIMEOUT),
                fields.find(JobKeys.STATEMENT_TIMEOUT),
                fields.find(JobKeys.LOCK_TIMEOUT),
                fields.value(JobKeys.CANCEL_GRACE));
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
        String sql = fields.find(JobKeys.SQL);
        boolean transaction = fields.value(JobKeys.TRANSACTION);
        String procedure = fields.find(JobKeys.PROCEDURE);
        if (type == JobKeys.Type.SQL) {
            require(fields, JobKeys.SQL, type, findings);
            refuse(fields, JobKeys.PROCEDURE, type, findings);
        }
        if (type == JobKeys.Type.PROCEDURE) {
            require(fields, JobKeys.PROCEDURE, type, findings);
            refuse(fields, JobKeys.SQL, type, findings);
            refuse(fields, JobKeys.TRANSACTION, type, findings);
        }
        return type == JobKeys.Type.PROCEDURE
                ? new JobSpec.Procedure(procedure == null ? "" : procedure)
                : new JobSpec.Sql(sql == null ? "" : sql, transaction);
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
