// SPDX-License-Identifier: Apache-2.0
package dev.freshet.event;

import org.jspecify.annotations.Nullable;

/**
 * A view's refresh that begins.
 *
 * @param group the group it is refreshed with, or null
 */
public record RefreshBegin(String view, @Nullable String group, long runId, long attemptId) {}
