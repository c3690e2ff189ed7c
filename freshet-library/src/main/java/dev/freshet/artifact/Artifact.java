// SPDX-License-Identifier: Apache-2.0
package dev.freshet.artifact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that a run kept, without its bytes.
 *
 * @param attempt the attempt of the run that kept it
 * @param itemKey the item it was made for, or null
 * @param size its bytes, also where they were left out
 * @param sha256 the digest of its bytes in hexadecimal
 * @param leftOut why its bytes are not kept, or null where they are
 */
public record Artifact(
        long id,
        long runId,
        int attempt,
        @Nullable String itemKey,
        String name,
        String mediaType,
        long size,
        String sha256,
        @Nullable String leftOut,
        Instant keptAt) {

    /** Whether its bytes are there. */
    public boolean isKept() {
        return leftOut == null;
    }
}
