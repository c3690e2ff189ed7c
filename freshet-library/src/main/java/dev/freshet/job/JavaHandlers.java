// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.definition.JobSpec;
import java.util.Map;

/** Runs {@code java} jobs: the handlers that this node registered, by name. */
public final class JavaHandlers implements JobHandler {

    private final Map<String, JobHandler> byName;

    public JavaHandlers(Map<String, JobHandler> byName) {
        this.byName = Map.copyOf(byName);
    }

    @Override
    public RunOutcome run(RunContext context) {
        if (!(context.job().spec() instanceof JobSpec.Java java)) {
            throw new IllegalStateException("Not a java job: " + context.job().spec());
        }
        JobHandler handler = byName.get(java.handler());
        if (handler == null) {
            return new RunOutcome.Failed(RunError.of(
                    "Node " + context.nodeId() + " has no handler named " + java.handler() + "; registered are "
                            + byName.keySet().stream().sorted().toList(),
                    "Register it on every node: Freshet.builder(…).handler(\"" + java.handler() + "\", …)."));
        }
        return handler.run(context);
    }
}
