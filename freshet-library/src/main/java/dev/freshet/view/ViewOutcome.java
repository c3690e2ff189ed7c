// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.job.RunError;

/** How the attempt to refresh one view ended. */
sealed interface ViewOutcome {

    /** The view has new content. */
    record Refreshed() implements ViewOutcome {}

    /** Nothing was to be done by us; not an error. */
    record Skipped(String reason) implements ViewOutcome {}

    record Failed(RunError error) implements ViewOutcome {}
}
