// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rendered content of a page.
 *
 * @param version tells it from every other content of this page
 * @param renderedAt on the database's clock
 * @param perishesAt when it is stale although nothing happened, or null
 */
public record Content(
        String html,
        long version,
        Instant renderedAt,
        @Nullable Instant perishesAt) {}
