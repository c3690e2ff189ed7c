// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import dev.freshet.audit.Actor;
import dev.freshet.audit.AuditStore;
import dev.freshet.cluster.Wakeups;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.JobStore;
import dev.freshet.job.Run;
import dev.freshet.job.RunControl;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What people do to the items of runs, each act with its entry in the audit trail. A run is named by its id, whether it
 * listed the items or goes on with those of another. While a run works on them nothing can be done to them: stop it first.
 */
public final class ItemControl {

    private final Database database;
    private final RunControl control;
    private final JobStore jobs;
    private final AuditStore audit;
    private final ItemStore lists = new ItemStore();
    private final ItemQueries items = new ItemQueries();
    private final ItemActStore acts;

    public ItemControl(Database database, RunControl control, JobStore jobs, AuditStore audit, ItemActStore acts) {
        this.database = database;
        this.control = control;
        this.jobs = jobs;
        this.audit = audit;
        this.acts = acts;
    }

    /**
     * Sends failed items through again, in a new run that works on these and whatever else waits.
     *
     * @param filter which of the failed ones
     * @param idempotencyKey a second call with the same key answers with the first one's run; null for none
     * @throws FreshetException RUN_NOT_FOUND, or ILLEGAL_TRANSITION when a run works on the items or none is re-injected
     */
    public Reinjected reinject(
            long runId, ItemFilter filter, Actor actor, @Nullable String reason, @Nullable String idempotencyKey) {
        return database.transaction(session -> {
            if (idempotencyKey != null) {
                Optional<Long> earlier = control.findByKey(session, control.jobOf(session, runId), idempotencyKey);
                if (earlier.isPresent()) {
                    return new Reinjected(earlier.get(), null);
                }
            }
            Run run = control.lockItems(session, runId);
            long count = acts.reinject(session, list(session, run), filter, actor.name(), reason);
            refuseNone(run, count, "failed", "re-injected");
            long id = control.queueOnItems(session, run, actor, idempotencyKey);
            record(session, actor, "re-inject", run, reason, Map.of("items", count, "run", id), filter);
            return new Reinjected(id, count);
        });
    }

    /**
     * Takes failed or waiting items out of the work for good; {@link #restore} undoes it.
     *
     * @param reason why; must say something
     * @return how many
     * @throws FreshetException RUN_NOT_FOUND, INVALID_ARGUMENT, or ILLEGAL_TRANSITION when a run works on the items
     */
    public long dismiss(long runId, ItemFilter filter, Actor actor, @Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT, "Say why the items are dismissed: a reason is kept with them.");
        }
        return change(
                runId,
                filter,
                actor,
                reason,
                "dismiss",
                "failed or waiting",
                (session, list) -> acts.dismiss(session, list, filter, actor.name(), reason));
    }

    /** Takes a dismissal back: the items are failed again, or wait where they had not failed. Returns how many. */
    public long restore(long runId, ItemFilter filter, Actor actor, @Nullable String reason) {
        return change(
                runId,
                filter,
                actor,
                reason,
                "restore",
                "dismissed",
                (session, list) -> acts.restore(session, list, filter, actor.name(), reason));
    }

    /**
     * Changes the payload of a failed or waiting item. It goes through again when it is re-injected.
     *
     * @param payload JSON; where it says {@link PayloadMask#HIDDEN} at a redacted path, the value stays as it is
     * @throws FreshetException RUN_NOT_FOUND, ITEM_NOT_FOUND, INVALID_ARGUMENT when it is not JSON, or ILLEGAL_TRANSITION
     */
    public StoredItem edit(long runId, long number, String payload, Actor actor, @Nullable String reason) {
        return database.transaction(session -> {
            Run run = control.lockItems(session, runId);
            ItemList list = list(session, run);
            StoredItem before = load(session, list, runId, number);
            PayloadMask mask = mask(session, run);
            String restored = restored(mask, payload, before);
            ItemFilter one = ItemFilter.numbers(List.of(number));
            if (!acts.edit(session, list, one, actor.name(), reason, restored)) {
                throw new FreshetException(
                        ErrorCode.ILLEGAL_TRANSITION,
                        "Item " + before.key() + " is " + before.state().id()
                                + "; only the payload of a failed or waiting item can be edited.");
            }
            Map<String, Object> details = new HashMap<>();
            details.put("job", run.job());
            details.put("key", before.key());
            details.put("before", ItemJson.MAPPER.readTree(mask.shown(before.payload())));
            details.put("after", ItemJson.MAPPER.readTree(mask.shown(restored)));
            audit.record(session, actor, "edit-item", "item", list.runId() + "/" + number, reason, details);
            Wakeups.send(session, Wakeups.PROGRESS + runId);
            return load(session, list, runId, number);
        });
    }

    /** What is not to be shown of the items of a run. */
    public PayloadMask mask(Session session, Run run) {
        return new PayloadMask(jobs.findEver(session, run.job())
                .map(job -> job.definition().evidence().redact())
                .orElse(List.of()));
    }

    private static String restored(PayloadMask mask, String payload, StoredItem before) {
        try {
            return mask.restored(payload, before.payload());
        } catch (JacksonException e) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The payload is not JSON: " + e.getOriginalMessage()
                            + (e.getLocation() == null
                                    ? ""
                                    : " (line " + e.getLocation().getLineNr() + ", column "
                                            + e.getLocation().getColumnNr() + ")"));
        }
    }

    private long change(
            long runId,
            ItemFilter filter,
            Actor actor,
            @Nullable String reason,
            String act,
            String wanted,
            BiFunction<Session, ItemList, Long> change) {
        return database.transaction(session -> {
            Run run = control.lockItems(session, runId);
            long count = change.apply(session, list(session, run));
            refuseNone(run, count, wanted, act.endsWith("s") ? act + "ed" : act + "d");
            record(session, actor, act, run, reason, Map.of("items", count), filter);
            Wakeups.send(session, Wakeups.PROGRESS + runId);
            return count;
        });
    }

    private static void refuseNone(Run run, long count, String wanted, String what) {
        if (count == 0) {
            throw new FreshetException(
                    ErrorCode.ILLEGAL_TRANSITION,
                    "No item of run " + run.id() + " was " + what + ": none of those meant is " + wanted + ".");
        }
    }

    private void record(
            Session session,
            Actor actor,
            String act,
            Run run,
            @Nullable String reason,
            Map<String, Long> counts,
            ItemFilter filter) {
        Map<String, Object> details = new HashMap<>(counts);
        details.put("job", run.job());
        if (filter.error() != null) {
            details.put("error", filter.error());
        }
        if (filter.key() != null) {
            details.put("key", filter.key());
        }
        if (!filter.numbers().isEmpty() && filter.numbers().size() <= 100) {
            details.put("numbers", filter.numbers());
        }
        audit.record(session, actor, act + "-items", "run", Long.toString(run.id()), reason, details);
    }

    private ItemList list(Session session, Run run) {
        Long of = run.itemRunId();
        return Optional.ofNullable(of)
                .flatMap(id -> lists.findList(session, id))
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.ITEM_NOT_FOUND,
                        "The items of run " + run.id() + " are not kept any more. Restart it to list them anew."));
    }

    private StoredItem load(Session session, ItemList list, long runId, long number) {
        return items.find(session, list, number)
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.ITEM_NOT_FOUND,
                        "Run " + runId + " has no item " + number + "; its items are numbered from 1 to " + list.read()
                                + "."));
    }

    /**
     * What came of a re-injection.
     *
     * @param run the run that works on them
     * @param items how many were re-injected; null where the same key was used before
     */
    public record Reinjected(long run, @Nullable Long items) {}
}
