// SPDX-License-Identifier: Apache-2.0
package dev.freshet.artifact;

import org.jspecify.annotations.Nullable;

/**
 * How much runs may keep.
 *
 * @param largest bytes of one artifact
 * @param perRun bytes of all artifacts of a run together
 */
public record ArtifactPolicy(long largest, long perRun) {

    private static final long MEBIBYTE = 1024L * 1024;

    public static final ArtifactPolicy DEFAULT = new ArtifactPolicy(10 * MEBIBYTE, 256 * MEBIBYTE);

    /** Why so many bytes are refused to a run that keeps others already; null where they are not. */
    @Nullable
    String refusal(long size, long keptSoFar) {
        if (size > largest) {
            return "larger than the " + largest / MEBIBYTE + " MiB that an artifact may have";
        }
        return keptSoFar + size > perRun
                ? "beyond the " + perRun / MEBIBYTE + " MiB that the artifacts of a run may have together"
                : null;
    }
}
