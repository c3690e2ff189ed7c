// SPDX-License-Identifier: Apache-2.0
package dev.freshet.report;

import dev.freshet.job.Run;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who a document is for.
 *
 * @param values for its templates: the run's parameters, the recipient's columns, which win over them, and what every run
 *     has, which wins over both
 */
record Recipient(@Nullable String email, Map<String, @Nullable Object> values) {

    static Recipient of(Run run, String key, String payload) {
        Map<String, @Nullable Object> columns = ReportQueries.object(payload);
        Map<String, @Nullable Object> values = new LinkedHashMap<>(run.parameters());
        values.putAll(columns);
        values.put("key", key);
        values.put("payload", columns);
        values.put("job", run.job());
        values.put("logical_time", run.logicalTime().toString());
        values.put("run_id", run.id());
        values.put("attempt", run.attempt());
        Object email = columns.get("email");
        return new Recipient(email == null || email.toString().isBlank() ? null : email.toString(), values);
    }
}
