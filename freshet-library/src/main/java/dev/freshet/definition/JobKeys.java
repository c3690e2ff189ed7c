// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The keys of a job. */
final class JobKeys {

    /** The job types that files can name; a view or a group brings its refresh job along. */
    enum Type {
        SQL,
        PROCEDURE,
        ITEMS,
        HTTP,
        REPORT,
        JAVA
    }

    static final Set<String> LATER_TYPES = Set.of("rollup", "index");

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
    static final Key<String> SELECT = Key.optional(
            "select",
            new TextType("SQL"),
            "required for types `items` and `report`",
            "A query with a row for each item: `key`, unique and not null, and `payload` (jsonb); without `payload` the"
                    + " other columns are it.",
            "\"select id::text as key, to_jsonb(o) as payload from open_order o order by id\"");
    static final Key<ItemProcess> PROCESS = Key.optional(
            "process",
            new ItemProcessType(),
            "required for type `items`",
            "What is done with each item, in a transaction of its own.",
            "\"insert into settled (id) values (cast(:key as bigint))\"");
    static final Key<Integer> CONCURRENCY = Key.withDefault(
            "concurrency",
            new IntegerType(1, 64),
            1,
            "Types `items` and `report`: how many items are worked on at once.",
            "4");
    static final Key<Boolean> FAIL_FAST = Key.withDefault(
            "fail-fast",
            new BooleanType(),
            false,
            "Types `items` and `report`: whether the first failed item ends the run.",
            "true");
    static final Key<HttpCall> CANCEL_CALL = Key.optional(
            "cancel-call",
            new HttpCallType(),
            "none",
            "Type `http`: what is called when the run is cancelled or its timeout runs out.",
            "{ url: \"https://billing.example/settle/{{run_id}}\", method: DELETE }");
    static final Key<String> QUERY = Key.optional(
            "query",
            new TextType("SQL"),
            "no rows",
            "Type `report`: the rows of one recipient's document, with `:key` and `:payload`.",
            "\"select day, calls from activity where team = :key\"");
    static final Key<String> SUBJECT = Key.optional(
            "subject",
            new TemplateType("text"),
            "required for type `report`",
            "The mail's subject; a Mustache template over the recipient's columns.",
            "\"Activity of {{name}}\"");
    static final Key<String> TEMPLATE = Key.optional(
            "template",
            new TemplateType("template"),
            "required for type `report`",
            "The document; a Mustache template over the recipient's columns and `rows`.",
            "\"{{#rows}}{{day}}: {{calls}} calls{{/rows}}\"");
    static final Key<ReportFormat> FORMAT = Key.withDefault(
            "format", new ChoiceType<>(ReportFormat.class), ReportFormat.HTML, "Type `report`: what it makes.", "text");
    static final Key<ReportAttachment> ATTACH = Key.withDefault(
            "attach",
            new ChoiceType<>(ReportAttachment.class),
            ReportAttachment.NONE,
            "Type `report`: whether the rows go along as a file.",
            "csv");
    static final Key<String> FROM = Key.optional(
            "from", new TextType("address"), "the service's address", "Type `report`: the sender.", "ops@shop.example");
    static final Key<String> HANDLER = Key.optional(
            "handler",
            new NameType("handler"),
            "required for type `java`",
            "The name under which the node registered the work.",
            "settle");
    static final Key<Map<String, String>> METRICS = Key.optional(
            "metrics",
            new MapType<>(new TextType("SQL"), "metrics", MapType.WORD),
            "none",
            "Business numbers of each run: queries of one number, by name, evaluated when the work is done.",
            "{ users_mailed: \"select count(*) from mailed where run = :run_id\" }");
    static final Key<Map<String, CheckType.Check>> CHECKS = Key.optional(
            "checks",
            new MapType<>(new CheckType(), "checks", MapType.WORD),
            "none",
            "What must hold when the work is done: queries of one boolean, by name, or mappings, see"
                    + " [check](#check).",
            "{ none_negative: \"select not exists (select from account where balance < 0)\" }");
    static final Key<List<TrackedTable>> TRACK_CHANGES = Key.optional(
            "track-changes",
            new ListType<>(new TrackedTableType(), "tables"),
            "none",
            "Tables whose rows are recorded before and after what a run changes: names, or mappings, see"
                    + " [tracked-table](#tracked-table).",
            "[account, { table: price, hold-above: 20% }]");
    static final Key<List<String>> REDACT = Key.optional(
            "redact",
            new ListType<>(new TextType("path"), "paths"),
            "nothing",
            "Paths into payloads and rows whose values are never shown or kept in changes.",
            "[email, address.street]");
    static final Key<Double> SLOW_FACTOR = Key.withDefault(
            "slow-factor",
            new FactorType(1, 1_000),
            JobDefinition.DEFAULT_SLOW_FACTOR,
            "A run that takes so many times what 95 of 100 stay within is flagged as slow.",
            "2.5");
    static final Key<Boolean> SHADOW = Key.withDefault(
            "shadow",
            new BooleanType(),
            false,
            "Whether ticks are only accounted for, without the work: to compare with another scheduler.",
            "true");
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
    static final Key<RetryPolicy> RETRIES = Key.optional(
            "retries",
            new RetriesType(),
            "`0`; `10` for types `items` and `report`, which go on where they were",
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

    /** Which keys belong to which type. */
    static final Map<Type, TypeKeys> TYPES = types();

    static final Shape SHAPE = shape();

    private JobKeys() {}

    private static Shape shape() {
        List<Key<?>> keys = new ArrayList<>(List.of(TYPE));
        TYPES.values()
                .forEach(type -> type.all().filter(key -> !keys.contains(key)).forEach(keys::add));
        keys.addAll(List.of(OWNER, DESCRIPTION));
        keys.addAll(ScheduleKeys.ALL);
        keys.addAll(List.of(OVERLAP, CATCH_UP, CATCH_UP_LIMIT, RETRIES));
        keys.addAll(List.of(TIMEOUT, STATEMENT_TIMEOUT, LOCK_TIMEOUT, CANCEL_GRACE));
        keys.addAll(List.of(METRICS, CHECKS, TRACK_CHANGES, REDACT, SLOW_FACTOR, SHADOW));
        return new Shape("job", keys, ScheduleKeys.AT_MOST_ONE_OF, ScheduleKeys.NEEDS, List.of());
    }

    private static Map<Type, TypeKeys> types() {
        Map<Type, TypeKeys> types = new EnumMap<>(Type.class);
        types.put(Type.SQL, new TypeKeys(List.of(SQL), List.of(TRANSACTION)));
        types.put(Type.PROCEDURE, new TypeKeys(List.of(PROCEDURE), List.of()));
        types.put(Type.ITEMS, new TypeKeys(List.of(SELECT, PROCESS), List.of(CONCURRENCY, FAIL_FAST)));
        List<Key<?>> call = new ArrayList<>(HttpCallKeys.ALL);
        call.remove(HttpCallKeys.URL);
        call.add(CANCEL_CALL);
        types.put(Type.HTTP, new TypeKeys(List.of(HttpCallKeys.URL), call));
        types.put(
                Type.REPORT,
                new TypeKeys(
                        List.of(SELECT, SUBJECT, TEMPLATE),
                        List.of(QUERY, FORMAT, ATTACH, FROM, CONCURRENCY, FAIL_FAST)));
        types.put(Type.JAVA, new TypeKeys(List.of(HANDLER), List.of()));
        return types;
    }

    /** The keys that belong to one job type; a key may belong to several. */
    record TypeKeys(List<Key<?>> required, List<Key<?>> optional) {

        Stream<Key<?>> all() {
            return Stream.concat(required.stream(), optional.stream());
        }
    }
}
