// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.definition.JobDefinition;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that a run's SQL can name: its parameters, and what every run has. */
public final class RunValues {

    private final Map<String, @Nullable String> values;

    private RunValues(Map<String, @Nullable String> values) {
        this.values = values;
    }

    public static RunValues of(Run run) {
        Map<String, @Nullable String> values = new HashMap<>();
        run.parameters().forEach((name, value) -> values.put(name, text(value)));
        values.put("logical_time", run.logicalTime().toString());
        if (run.logicalEnd() != null) {
            values.put("logical_end", run.logicalEnd().toString());
        }
        values.put("run_id", Long.toString(run.id()));
        values.put("attempt", Integer.toString(run.attempt()));
        return new RunValues(values);
    }

    /** These and further ones, which win. */
    public RunValues with(Map<String, String> further) {
        Map<String, @Nullable String> all = new HashMap<>(values);
        all.putAll(further);
        return new RunValues(all);
    }

    /**
     * Just those that SQL names.
     *
     * @param what the SQL, for people: {@code sql}, {@code select}
     * @throws FreshetException INVALID_ARGUMENT when there is no value for one of them
     */
    public Map<String, @Nullable String> only(Collection<String> names, String what, JobDefinition job) {
        Map<String, @Nullable String> named = new HashMap<>();
        for (String name : names) {
            if (!values.containsKey(name)) {
                throw new FreshetException(
                        ErrorCode.INVALID_ARGUMENT,
                        "The " + what + " of job " + job.name() + " uses :" + name
                                + ", but the run was given no such parameter. Run it with " + name
                                + "=…, or use one of "
                                + values.keySet().stream().sorted().toList());
            }
            named.put(name, values.get(name));
        }
        return named;
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> RunJson.write(map);
            case Collection<?> list -> RunJson.write(list);
            default -> value.toString();
        };
    }
}
