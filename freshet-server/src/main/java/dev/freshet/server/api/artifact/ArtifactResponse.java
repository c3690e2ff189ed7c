// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.artifact;

import dev.freshet.artifact.Artifact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that a run kept.
 *
 * @param leftOut why its content is not kept, or null where it is
 */
public record ArtifactResponse(
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

    static ArtifactResponse of(Artifact artifact) {
        return new ArtifactResponse(
                artifact.id(),
                artifact.runId(),
                artifact.attempt(),
                artifact.itemKey(),
                artifact.name(),
                artifact.mediaType(),
                artifact.size(),
                artifact.sha256(),
                artifact.leftOut(),
                artifact.keptAt());
    }
}
