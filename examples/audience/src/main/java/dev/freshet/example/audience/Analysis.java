// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of {@code timeline_analyses}; a metric that was not measured is null, else a JSON document. */
record Analysis(
        UUID id,
        UUID userId,
        String targetDid,
        @Nullable String flow,
        @Nullable String clout,
        @Nullable String kudos,
        @Nullable String pulse,
        Instant analyzedAt) {}
