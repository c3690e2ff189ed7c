// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

/** What is done with each item of an {@code items} job. */
public sealed interface ItemProcess {

    /** Statements that run in the item's own transaction; {@code :key} and {@code :payload} are the item's. */
    record Sql(String sql) implements ItemProcess {}

    /** A call for each item: at-least-once, with an idempotency key made of run and item. */
    record Http(HttpCall call) implements ItemProcess {}

    /** A Java handler registered under a name; it works in the item's own transaction. */
    record Handler(String handler) implements ItemProcess {}
}
