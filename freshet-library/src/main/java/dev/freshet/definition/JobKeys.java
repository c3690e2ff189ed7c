// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The keys of a job. */
final class JobKeys {

    /** The job types that files can name; a view or a group brings its refresh job along. */
    enum Type {
        SQL,
        PROCEDURE
    }

    static final Set<String> LATER_TYPES = Set.of("items", "http", "report", "rollup", "index", "java");

    static final Key<Type> TYPE =
            Key.required("type", new ChoiceType<>(Type.class, LATER_TYPES), "What kind of work it does.", "sql");
    static final Key<String> SQL = Key.optional(
            "sql",
            new TextType("SQL"),
            "required for type `sql`",
            "One or more statements run in one session; `:logical_time` and the run's parameters can be used.",
            "\"delete from session where expires_at < :logical_time\"");
    static final Key<Boolean> TRANSACTION = Key.withDefault(
            "transaction",
            new BooleanType(),
            true,
            "Type `sql` only: whether the statements run in one transaction, or each by itself, as VACUUM needs.",
            "false");
    static final Key<String> PROCEDURE = Key.optional(
            "procedure",
            new ProcedureType(),
            "required for type `procedure`",
            "A stored procedure with its arguments, called outside of any transaction, so that it may commit by"
                    + " itself.",
            "\"app.settle(:logical_time)\"");
    static final Key<String> OWNER =
            Key.optional("owner", new TextType("text"), "nobody", "Who answers for it.", "finance");
    static final Key<String> DESCRIPTION = Key.optional(
            "description", new TextType("text"), "none", "One line for people.", "\"Settles what was paid\"");
    static final Key<OverlapPolicy> OVERLAP = Key.withDefault(
            "overlap",
            new ChoiceType<>(OverlapPolicy.class),
            OverlapPolicy.COALESCE,
            "What happens when a tick is due and the last run still runs: exactly one follow-up run, no run, the"
                    + " running one is cancelled, or both run.",
            "skip");
    static final Key<CatchUpPolicy> CATCH_UP = Key.withDefault(
            "catch-up",
            new ChoiceType<>(CatchUpPolicy.class),
            CatchUpPolicy.LATEST,
            "What becomes of ticks missed while no node ran: no run, one run for all of them, or a run for each.",
            "all");
    static final Key<Integer> CATCH_UP_LIMIT = Key.withDefault(
            "catch-up-limit",
            new IntegerType(1, 10_000),
            JobDefinition.DEFAULT_CATCH_UP_LIMIT,
            "With `catch-up: all`, the greatest number of missed ticks that get a run; the oldest beyond it are"
                    + " skipped.",
            "24");
    static final Key<RetryPolicy> RETRIES = Key.withDefault(
            "retries",
            new RetriesType(),
            RetryPolicy.NONE,
            "How often and when a failed run gets another attempt.",
            "2");
    static final Key<Duration> TIMEOUT =
            Key.optional("timeout", DurationType.timeout(), "no limit", "The longest a run may take.", "10m");
    static final Key<Duration> STATEMENT_TIMEOUT = Key.optional(
            "statement-timeout",
            DurationType.timeout(),
            "no limit",
            "PostgreSQL's `statement_timeout` for the run's session.",
            "5m");
    static final Key<Duration> LOCK_TIMEOUT = Key.optional(
            "lock-timeout",
            DurationType.timeout(),
            "no limit",
            "PostgreSQL's `lock_timeout` for the run's session.",
            "2s");
    static final Key<Duration> CANCEL_GRACE = Key.withDefault(
            "cancel-grace",
            new DurationType(Duration.ZERO, Duration.ofHours(1)),
            JobDefinition.DEFAULT_CANCEL_GRACE,
            "How long a cancelled statement has before its backend is terminated.",
            "10s");

    static final Shape SHAPE = shape();

    private JobKeys() {}

    private static Shape shape() {
        List<Key<?>> keys = new ArrayList<>(List.of(TYPE, SQL, TRANSACTION, PROCEDURE, OWNER, DESCRIPTION));
        keys.addAll(ScheduleKeys.ALL);
        keys.addAll(List.of(OVERLAP, CATCH_UP, CATCH_UP_LIMIT, RETRIES));
        keys.addAll(List.of(TIMEOUT, STATEMENT_TIMEOUT, LOCK_TIMEOUT, CANCEL_GRACE));
        return new Shape(
                "job",
                keys,
                ScheduleKeys.AT_MOST_ONE_OF,
                ScheduleKeys.NEEDS,
                List.of("metrics", "checks", "track-changes"));
    }
}
