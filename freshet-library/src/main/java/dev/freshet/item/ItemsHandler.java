// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.definition.ItemProcess;
import dev.freshet.definition.JobSpec;
import dev.freshet.job.JobHandler;
import dev.freshet.job.NoticeWatch;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunError;
import dev.freshet.job.RunOutcome;
import dev.freshet.job.RunValues;
import java.util.Map;

/** Carries out jobs of type {@code items}. */
public final class ItemsHandler implements JobHandler {

    private final ItemsEngine engine;
    private final Map<String, ItemHandler> handlers;
    private final ItemCall calls;
    private final NoticeWatch notices = new NoticeWatch();

    /**
     * Creates the handler.
     *
     * @param handlers Java work on items, by name
     * @param calls makes the HTTP calls of items
     */
    public ItemsHandler(ItemsEngine engine, Map<String, ItemHandler> handlers, ItemCall calls) {
        this.engine = engine;
        this.handlers = Map.copyOf(handlers);
        this.calls = calls;
    }

    @Override
    public RunOutcome run(RunContext context) {
        if (!(context.job().spec() instanceof JobSpec.Items spec)) {
            throw new IllegalArgumentException("Job " + context.job().name() + " is no items job but "
                    + context.job().spec().type());
        }
        return switch (spec.process()) {
            case ItemProcess.Sql sql -> run(context, spec, sql(context, sql));
            case ItemProcess.Http http -> run(context, spec, (session, item) -> calls.call(context, http, item));
            case ItemProcess.Handler java -> {
                ItemHandler handler = handlers.get(java.handler());
                yield handler == null ? unknown(context, java) : run(context, spec, worker(context, handler));
            }
        };
    }

    private RunOutcome run(RunContext context, JobSpec.Items spec, ItemWorker worker) {
        return engine.run(context, spec.select(), spec.concurrency(), spec.failFast(), worker);
    }

    private ItemWorker sql(RunContext context, ItemProcess.Sql process) {
        SqlItemWorker worker = new SqlItemWorker(context, process.sql(), RunValues.of(context.run()), notices);
        // A parameter that nobody gave is the run's fault, not each item's.
        worker.refuseUnknownParameters();
        return worker;
    }

    private static ItemWorker worker(RunContext context, ItemHandler handler) {
        return (session, item) -> {
            handler.handle(context, session, item);
            return new ItemOutcome.Done();
        };
    }

    private RunOutcome unknown(RunContext context, ItemProcess.Handler java) {
        return new RunOutcome.Failed(RunError.of(
                "Node " + context.nodeId() + " has no item handler named " + java.handler() + "; registered are "
                        + handlers.keySet().stream().sorted().toList(),
                "Register it on every node: Freshet.builder(…).itemHandler(\"" + java.handler() + "\", …)."));
    }
}
