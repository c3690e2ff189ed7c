// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.change.ChangeSummary;
import dev.freshet.job.Run;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a run's changes shows.
 *
 * @param summary by table, whatever the filter
 * @param more whether further rows follow
 */
public record RunChanges(
        Run run,
        List<ChangeSummary> summary,
        List<ChangedRow> rows,
        @Nullable String table,
        @Nullable String kind,
        @Nullable Long after,
        boolean more) {

    /** The address of the rows that follow. */
    public String next() {
        return address(rows.getLast().change().number());
    }

    /** The address of the first rows. */
    public String first() {
        return address(null);
    }

    private String address(@Nullable Long from) {
        StringBuilder address = new StringBuilder("/runs/").append(run.id()).append("/changes?");
        if (table != null) {
            address.append("table=")
                    .append(URLEncoder.encode(table, StandardCharsets.UTF_8))
                    .append('&');
        }
        if (kind != null) {
            address.append("kind=")
                    .append(URLEncoder.encode(kind, StandardCharsets.UTF_8))
                    .append('&');
        }
        if (from != null) {
            address.append("after=").append(from);
        }
        return address.toString();
    }
}
