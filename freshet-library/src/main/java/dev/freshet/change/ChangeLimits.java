// SPDX-License-Identifier: Apache-2.0
package dev.freshet.change;

import dev.freshet.change.ChangeStore.AttemptKey;
import dev.freshet.definition.TrackedTable;
import dev.freshet.job.Judgement;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunError;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares how much of each tracked table a run touched with what its job allows. */
public final class ChangeLimits {

    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private final ChangeStore store = new ChangeStore();

    /**
     * Counts what the attempt touched, writes it down and compares.
     *
     * @param undoable whether the work can still be rolled back
     * @return the limit that is exceeded, the hardest first; empty where none is, or somebody approved
     */
    public Optional<Exceeded> exceeded(RunContext context, Session session, boolean undoable) {
        AttemptKey attempt = key(context);
        Undo undo = undoable ? Undo.ALL : Undo.NONE;
        List<Exceeded> exceeded = new ArrayList<>();
        for (TrackedTable table : context.job().evidence().trackChanges()) {
            ChangeStore.Touched touched = store.touched(session, attempt, table.table());
            if (touched.rows() > 0) {
                ChangeStore.RowsBefore before = store.rowsBefore(session, table.table(), touched.added());
                store.recordShare(session, attempt, table.table(), touched, before);
                store.trim(session, attempt, table.table(), table.keep());
                compare(table, touched, before, undo).ifPresent(exceeded::add);
            }
        }
        return context.run().approvedBy() == null ? hardest(exceeded) : Optional.empty();
    }

    /**
     * As {@link #exceeded} for work that is at a checkpoint, without writing anything down: what it did stays, the rest can
     * wait for an answer.
     */
    public Optional<Exceeded> exceededSoFar(RunContext context, Session session) {
        List<Exceeded> exceeded = new ArrayList<>();
        for (TrackedTable table : context.job().evidence().trackChanges()) {
            if (table.isLimited()) {
                ChangeStore.Touched touched = store.touched(session, key(context), table.table());
                if (touched.rows() > 0) {
                    ChangeStore.RowsBefore before = store.rowsBefore(session, table.table(), touched.added());
                    compare(table, touched, before, Undo.REST).ifPresent(exceeded::add);
                }
            }
        }
        return hardest(exceeded);
    }

    private static Optional<Exceeded> hardest(List<Exceeded> exceeded) {
        return exceeded.stream()
                .filter(one -> !one.asks())
                .findFirst()
                .or(() -> exceeded.stream().findFirst());
    }

    /**
     * What the attempt would have changed, to be written when it is rolled back.
     *
     * @param session still in the transaction of the work
     */
    public Judgement.Keeping wouldBe(RunContext context, Session session) {
        AttemptKey attempt = key(context);
        WouldBeChanges changes = store.pending(session, attempt);
        return recording -> store.keep(recording, attempt, changes);
    }

    private static Optional<Exceeded> compare(
            TrackedTable table, ChangeStore.Touched touched, ChangeStore.RowsBefore before, Undo undo) {
        if (before.rows() == 0) {
            return Optional.empty();
        }
        double share = 100.0 * touched.rows() / before.rows();
        if (isAbove(share, table.failAbove())) {
            return Optional.of(exceeded(table, touched, before, share, false, undo));
        }
        if (isAbove(share, table.holdAbove())) {
            return Optional.of(exceeded(table, touched, before, share, undo != Undo.NONE, undo));
        }
        return Optional.empty();
    }

    private static boolean isAbove(double share, @Nullable Double limit) {
        return limit != null && share > limit;
    }

    private static Exceeded exceeded(
            TrackedTable table,
            ChangeStore.Touched touched,
            ChangeStore.RowsBefore before,
            double share,
            boolean asks,
            Undo undo) {
        boolean failing = isAbove(share, table.failAbove());
        String key = failing ? "fail-above" : "hold-above";
        double limit = Objects.requireNonNull(failing ? table.failAbove() : table.holdAbove());
        String said = "Changes " + percent(share) + " of " + table.table() + " (" + touched.rows() + " of "
                + (before.estimated() ? "about " : "") + before.rows() + " rows), more than " + key + " "
                + percent(limit) + " allows";
        String advice = asks
                ? "Look at the changes, then approve the run (freshet approve RUN) or reject it (freshet reject RUN)."
                : "Look at the changes; raise " + key + ": of table " + table.table() + " if they are right.";
        return new Exceeded(new RunError(null, said, undo.told, null, null, advice), asks);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share == Math.rint(share) ? "%.0f %%" : "%.1f %%", share);
    }

    private static AttemptKey key(RunContext context) {
        Instant started = context.run().startedAt();
        Instant since = started == null ? context.run().queuedAt() : started;
        return new AttemptKey(context.run().id(), context.attemptId(), since.minus(CLOCKS));
    }

    /** What becomes of work that exceeds a limit. */
    private enum Undo {
        ALL("The work was rolled back; what it would have changed is kept with the run."),
        REST("It stopped at a checkpoint: what it did before is committed and stays, the rest is not begun."),
        NONE("The work had committed already and stays: only work in one transaction can be undone.");

        private final String told;

        Undo(String told) {
            this.told = told;
        }
    }

    /**
     * A limit that a run exceeds.
     *
     * @param asks whether the run asks somebody instead of failing
     */
    public record Exceeded(RunError error, boolean asks) {}
}
