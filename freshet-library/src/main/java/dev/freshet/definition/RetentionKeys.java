// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;

/** The keys of section {@code retention}. */
final class RetentionKeys {

    private static final ValueType<Duration> KEPT = DurationType.from(Duration.ofDays(1));

    static final Key<Duration> SUCCEEDED = Key.withDefault(
            "succeeded", KEPT, RetentionDefinition.DEFAULT.succeeded(), "Runs and attempts that succeeded.", "90d");
    static final Key<Duration> FAILED = Key.withDefault(
            "failed",
            KEPT,
            RetentionDefinition.DEFAULT.failed(),
            "Runs and attempts that did not, with their logs.",
            "365d");
    static final Key<Duration> ITEMS = Key.withDefault(
            "items",
            KEPT,
            RetentionDefinition.DEFAULT.items(),
            "Items of runs, however they ended. A run whose items are gone cannot be resumed.",
            "365d");
    static final Key<Duration> TICKS =
            Key.withDefault("ticks", KEPT, RetentionDefinition.DEFAULT.ticks(), "The ledger of ticks.", "30d");
    static final Key<Duration> REFRESHES = Key.withDefault(
            "refreshes", KEPT, RetentionDefinition.DEFAULT.refreshes(), "The audit of refreshes.", "730d");
    static final Key<Duration> LOGS = Key.withDefault(
            "logs", KEPT, RetentionDefinition.DEFAULT.logs(), "Log lines of runs that succeeded.", "7d");
    static final Key<Duration> ARTIFACTS = Key.withDefault(
            "artifacts",
            KEPT,
            RetentionDefinition.DEFAULT.artifacts(),
            "Files that runs kept: answers, copies of mails.",
            "90d");

    static final Key<Duration> CHANGES = Key.withDefault(
            "changes",
            KEPT,
            RetentionDefinition.DEFAULT.changes(),
            "Rows that runs changed, before and after, and their counts.",
            "7d");

    static final Key<Duration> FRESHNESS = Key.withDefault(
            "freshness", KEPT, RetentionDefinition.DEFAULT.freshness(), "Samples of lag, and breaches.", "180d");

    static final Shape SHAPE =
            Shape.of("retention", SUCCEEDED, FAILED, ITEMS, TICKS, REFRESHES, LOGS, CHANGES, ARTIFACTS, FRESHNESS);

    private RetentionKeys() {}
}
