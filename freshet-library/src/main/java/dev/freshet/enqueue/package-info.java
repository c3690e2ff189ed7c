// SPDX-License-Identifier: Apache-2.0
/**
 * Databases beside Freshet's own, from which applications enqueue runs in their own transactions.
 *
 * <p>No transaction spans two databases. What an application's transaction asks for is a row of its own database
 * ({@code freshet.enqueued}), there if and only if it commits. A node fetches it: queues the run in the home under the row's
 * id as idempotency key, then deletes the row. Whatever dies in between, the next fetch finds the run that the key belongs
 * to: each row becomes one run.
 *
 * <p>Read first: {@link dev.freshet.enqueue.EnqueueIntake}, {@link dev.freshet.enqueue.TargetDatabases}.
 */
@NullMarked
package dev.freshet.enqueue;

import org.jspecify.annotations.NullMarked;
