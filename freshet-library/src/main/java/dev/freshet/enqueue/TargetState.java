// SPDX-License-Identifier: Apache-2.0
package dev.freshet.enqueue;

import org.jspecify.annotations.Nullable;

/**
 * How a database is, as this node sees it.
 *
 * @param url with its password masked, or as declared where it could not be read
 * @param fault why it cannot be used now, or null
 * @param waiting what lies in it, or null where it cannot be asked
 */
public record TargetState(
        String name,
        String url,
        @Nullable String fault,
        @Nullable Waiting waiting) {}
