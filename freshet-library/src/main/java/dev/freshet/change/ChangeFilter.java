// SPDX-License-Identifier: Apache-2.0
package dev.freshet.change;

import org.jspecify.annotations.Nullable;

/**
 * Which changes of a run.
 *
 * @param table null for all
 * @param kind null for all
 * @param after only those with a greater number, or null for all
 */
public record ChangeFilter(
        @Nullable String table,
        @Nullable String kind,
        @Nullable Long after,
        int limit) {}
