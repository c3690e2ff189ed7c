// SPDX-License-Identifier: Apache-2.0
/**
 * What somebody should know of, and how they are told.
 *
 * <p>An {@link dev.freshet.alert.Alert} is a condition with a beginning and an end; of each kind and subject one is open at
 * a time, which a unique index of the database guarantees. Every few seconds, and when something happened, one node (whoever
 * has the lock) compares the conditions that hold ({@link dev.freshet.alert.ConditionSource}) with the alerts that are open:
 * {@code AlertEvaluator}. What it finds and the messages that are owed for it ({@code AlertTeller}) become visible in one
 * transaction, so a crash loses nothing. Any node then hands the messages over ({@code AlertDeliverer}), at least once, with a
 * key by which receivers drop doubles, again and again for a day.
 *
 * <pre>
 *   condition holds ──► open ──► told ──► resolved (told, if its opening was)
 *                         │ silenced, or told of the same subject within 5 min: waits untold
 * </pre>
 *
 * <p>Read first: {@code AlertEvaluator}; then {@code AlertTeller}, {@code AlertDeliverer}, {@code ChannelSender}.
 */
@NullMarked
package dev.freshet.alert;

import org.jspecify.annotations.NullMarked;
