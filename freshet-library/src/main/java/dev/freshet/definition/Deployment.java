// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Instant;

/**
 * An apply that changed something.
 *
 * @param origin from where: serve, api, cli or java
 * @param checksum SHA-256 of the definitions in force after it
 */
public record Deployment(
        long id,
        Instant appliedAt,
        String appliedBy,
        String origin,
        String checksum,
        int created,
        int changed,
        int removed) {}
