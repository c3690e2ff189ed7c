// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what a job of each type does. What is missing has had its fault; something empty stands in for it. */
final class SpecReader {

    private static final HttpCall NO_CALL = new HttpCall(
            "", HttpCall.DEFAULT_METHOD, Map.of(), null, HttpCall.DEFAULT_EXPECT, HttpCall.DEFAULT_TIMEOUT);

    private SpecReader() {}

    static JobSpec read(Fields fields, JobKeys.Type type) {
        return switch (type) {
            case SQL -> new JobSpec.Sql(text(fields, JobKeys.SQL), fields.value(JobKeys.TRANSACTION));
            case PROCEDURE -> new JobSpec.Procedure(text(fields, JobKeys.PROCEDURE));
            case ITEMS -> items(fields);
            case HTTP -> http(fields);
            case REPORT -> report(fields);
            case JAVA -> new JobSpec.Java(text(fields, JobKeys.HANDLER));
        };
    }

    private static JobSpec items(Fields fields) {
        String select = text(fields, JobKeys.SELECT);
        ItemProcess process = fields.find(JobKeys.PROCESS);
        return new JobSpec.Items(
                select,
                process == null ? new ItemProcess.Sql("") : process,
                fields.value(JobKeys.CONCURRENCY),
                fields.value(JobKeys.FAIL_FAST));
    }

    private static JobSpec http(Fields fields) {
        HttpCall call = HttpCallKeys.read(fields);
        return new JobSpec.Http(Objects.requireNonNullElse(call, NO_CALL), fields.find(JobKeys.CANCEL_CALL));
    }

    private static JobSpec report(Fields fields) {
        return new JobSpec.Report(
                text(fields, JobKeys.SELECT),
                fields.find(JobKeys.QUERY),
                text(fields, JobKeys.SUBJECT),
                text(fields, JobKeys.TEMPLATE),
                fields.value(JobKeys.FORMAT),
                fields.value(JobKeys.ATTACH),
                fields.find(JobKeys.FROM),
                fields.value(JobKeys.CONCURRENCY),
                fields.value(JobKeys.FAIL_FAST));
    }

    private static String text(Fields fields, Key<String> key) {
        @Nullable String text = fields.find(key);
        return text == null ? "" : text;
    }
}
