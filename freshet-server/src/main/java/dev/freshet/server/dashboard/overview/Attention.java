// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.overview;

import dev.freshet.server.dashboard.ui.Sign;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody should look at, with the one act that helps.
 *
 * @param what name of the job or view
 * @param path its page
 * @param since when it began, or null
 * @param why the cause, or null where there is none to tell
 * @param remedy null where looking is all there is to do
 */
public record Attention(
        Sign sign,
        String what,
        String path,
        @Nullable Instant since,
        @Nullable String why,
        @Nullable Remedy remedy) {

    /**
     * A button.
     *
     * @param act path of a POST, or of a page when it only leads there
     */
    public record Remedy(String label, String act, boolean leads) {}
}
