// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import dev.freshet.server.dashboard.ui.Paths;
import dev.freshet.view.ViewFinding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a close look at a view found.
 *
 * @param failure why nobody could look, or null
 * @param query null while the view is locked, and where it does not exist
 * @param reads what it reads directly
 * @param readBy what reads it directly
 */
public record Looked(
        String view,
        Instant at,
        @Nullable String failure,
        @Nullable String query,
        List<ViewFinding> findings,
        List<Neighbour> reads,
        List<Neighbour> readBy) {

    public Looked {
        findings = List.copyOf(findings);
        reads = List.copyOf(reads);
        readBy = List.copyOf(readBy);
    }

    /**
     * Something the view reads or is read by.
     *
     * @param path of its page, or null where it has none
     */
    public record Neighbour(
            String name, String kind, @Nullable String path) {}

    public String path() {
        return Paths.view(view);
    }

    public String lineagePath() {
        return Paths.lineage(view);
    }

    /** What a finding of this kind means for people. */
    public static String meaning(ViewFinding finding) {
        return switch (finding.kind()) {
            case PRIVILEGE -> "No refresh can succeed until the role may do it.";
            case UNPOPULATED -> "Reading it fails until it is filled; the first refresh makes readers wait.";
            case UNIQUE_INDEX ->
                "Without it a concurrent refresh is impossible: refresh: concurrently fails, and auto makes readers"
                        + " wait.";
            case SWAP -> "refresh: swap fails, so that nothing is lost or left behind.";
            case NULL_KEY ->
                "Rows with NULL in the key cannot be told apart, so that each refresh deletes and writes them again.";
            case SEARCH_PATH -> "The refresh fails as soon as the function looks up a name that is not qualified.";
        };
    }
}
