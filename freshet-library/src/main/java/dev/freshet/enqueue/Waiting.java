// SPDX-License-Identifier: Apache-2.0
package dev.freshet.enqueue;

import org.jspecify.annotations.Nullable;

/**
 * What lies in a database and is no run yet.
 *
 * @param waiting to be fetched
 * @param refused cannot be run; kept until somebody deletes it
 * @param lastRefusal why the last one was refused, or null
 */
public record Waiting(long waiting, long refused, @Nullable String lastRefusal) {}
