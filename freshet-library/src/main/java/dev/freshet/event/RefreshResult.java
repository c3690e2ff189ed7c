// SPDX-License-Identifier: Apache-2.0
package dev.freshet.event;

import org.jspecify.annotations.Nullable;

/**
 * How a view's refresh ended.
 *
 * @param status {@code success}, {@code failed}, {@code skipped} or {@code lost}
 * @param rows the view has now, or null
 */
public record RefreshResult(
        String status,
        @Nullable Long rows,
        @Nullable String sqlState,
        @Nullable String error) {}
