// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.artifact.Artifact;
import dev.freshet.artifact.ArtifactStore;
import dev.freshet.artifact.ArtifactTally;
import dev.freshet.job.Run;
import dev.freshet.postgres.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files a run kept, as its page lists them.
 *
 * @param shown the first of them
 */
public record RunArtifacts(List<Artifact> shown, ArtifactTally tally) {

    private static final int SHOWN = 50;

    /** What there is to show; null for nothing. */
    static @Nullable RunArtifacts read(Session session, Run run) {
        ArtifactStore store = new ArtifactStore();
        ArtifactTally tally = store.tally(session, run.id());
        return tally.artifacts() == 0 ? null : new RunArtifacts(store.list(session, run.id(), null, 0, SHOWN), tally);
    }

    /** How many more there are than those shown. */
    public long more() {
        return tally.artifacts() - shown.size();
    }

    /** Whether the artifact can be looked at here. */
    public static boolean canBeShown(Artifact artifact) {
        return artifact.isKept() && ArtifactPreview.isReadable(artifact.mediaType());
    }
}
