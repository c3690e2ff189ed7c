// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.job.Run;
import dev.freshet.job.RunContext;
import dev.freshet.schema.SchemaStore;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call has to do with: the values its templates see, and the headers that tell the receiver which run it is.
 *
 * @param values the run's parameters, and what every run has, which wins
 */
record CallSetting(Map<String, @Nullable Object> values, Map<String, String> headers) {

    /** Of a call that is the run's whole work. Opens the run's session: only an attempt in charge makes calls. */
    static CallSetting ofRun(RunContext context) {
        String installation = SchemaStore.installation(context.session());
        return of(
                context.run(), IdempotencyKey.ofRun(installation, context.run().id()));
    }

    static CallSetting of(Run run, String idempotencyKey) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(run.parameters());
        values.put("job", run.job());
        values.put("logical_time", run.logicalTime().toString());
        values.put("run_id", run.id());
        values.put("attempt", run.attempt());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Idempotency-Key", idempotencyKey);
        headers.put("Freshet-Job", run.job());
        headers.put("Freshet-Run", Long.toString(run.id()));
        headers.put("Freshet-Attempt", Integer.toString(run.attempt()));
        headers.put("Freshet-Logical-Time", run.logicalTime().toString());
        if (run.traceParent() != null) {
            headers.put("traceparent", run.traceParent());
        }
        return new CallSetting(values, headers);
    }
}
