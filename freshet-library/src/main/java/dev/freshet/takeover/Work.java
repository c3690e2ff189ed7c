// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an entry of the old scheduler does, in the terms of Freshet's job types. */
sealed interface Work {

    /**
     * Statements.
     *
     * @param transaction whether they ran, and can run, in one transaction
     */
    record Sql(String sql, boolean transaction) implements Work {}

    /**
     * A procedure with its arguments.
     *
     * @param call without CALL
     */
    record Procedure(String call) implements Work {}

    /** Refreshes of materialized views, and of nothing else. */
    record Refreshes(List<Refreshed> views) implements Work {
        public Refreshes {
            views = List.copyOf(views);
        }
    }

    /**
     * A refreshed view.
     *
     * @param view as definitions name it
     */
    record Refreshed(String view, boolean concurrently) {}

    /** An HTTP call. */
    record Http(
            String method,
            String url,
            Map<String, String> headers,
            @Nullable String body) implements Work {
        public Http {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }
    }

    /**
     * Work that Freshet does not do.
     *
     * @param why as the end of a sentence that begins with "because"
     */
    record Foreign(String why) implements Work {}
}
