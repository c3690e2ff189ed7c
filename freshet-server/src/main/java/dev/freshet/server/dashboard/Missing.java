// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * What a page says where the thing it is about is not there.
 *
 * @param title for example {@code There is no job "settel"}
 * @param reason how that may be
 * @param meant what was probably meant, or null
 * @param meantPath its page
 * @param list what leads to all there are
 */
public record Missing(
        String title,
        String reason,
        @Nullable String meant,
        @Nullable String meantPath,
        String list,
        String listPath) {}
