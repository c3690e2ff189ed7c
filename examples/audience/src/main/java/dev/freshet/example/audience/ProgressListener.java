// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

/** Told how far a long preparation has come, about once for every few thousand rows. */
@FunctionalInterface
public interface ProgressListener {

    void progress(Progress progress);

    /** Told of each row that is skipped because it cannot be read. */
    default void rejected(RejectedRow row) {}

    /** For callers who do not watch. */
    static ProgressListener none() {
        return progress -> {};
    }
}
