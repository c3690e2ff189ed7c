// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.backfill;

import dev.freshet.backfill.Backfill;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the list of backfills shows.
 *
 * @param job only of this job; empty for all
 * @param older the id below which the next page begins, or null
 */
public record BackfillList(
        List<Backfill> backfills,
        String job,
        boolean first,
        @Nullable Long older) {

    public BackfillList {
        backfills = List.copyOf(backfills);
    }

    /** The address of the older ones. */
    public String olderPath() {
        String ofJob = job.isEmpty() ? "" : "&job=" + URLEncoder.encode(job, StandardCharsets.UTF_8);
        return "/backfills?before=" + older + ofJob;
    }
}
