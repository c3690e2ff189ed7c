// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.time.Instant;
import java.util.List;

/**
 * When the old scheduler started something.
 *
 * @param jobs those of Freshet that shall do it instead; more than one where the old scheduler's records do not tell them
 *     apart
 * @param starts in order
 */
public record OldStarts(List<String> jobs, List<Instant> starts) {

    public OldStarts {
        jobs = List.copyOf(jobs);
        starts = starts.stream().sorted().toList();
    }
}
