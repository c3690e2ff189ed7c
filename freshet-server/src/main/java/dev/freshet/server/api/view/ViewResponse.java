// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.definition.ViewDefinition;
import dev.freshet.view.MaterializedView;
import dev.freshet.view.Refresh;
import dev.freshet.view.ViewCatalog;
import dev.freshet.view.ViewFinding;
import dev.freshet.view.ViewIndex;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A view as the API shows it.
 *
 * @param exists whether the database has it
 * @param defined whether Freshet keeps it fresh
 * @param refresh the declared kind of refresh, or null
 */
record ViewResponse(
        String name,
        boolean exists,
        boolean defined,
        @Nullable String group,
        @Nullable String refresh,
        @Nullable String owner,
        @Nullable Boolean populated,
        @Nullable Long sizeBytes,
        @Nullable Long estimatedRows,
        @Nullable String comment,
        @Nullable FreshnessResponse freshness,
        @Nullable RefreshResponse lastRefresh,
        @Nullable RefreshResponse lastSuccess) {

    static ViewResponse of(ViewCatalog.Entry entry) {
        ViewDefinition definition = entry.definition();
        MaterializedView view = entry.existing();
        return new ViewResponse(
                entry.name(),
                view != null,
                definition != null,
                definition == null ? null : definition.group(),
                definition == null ? null : definition.refresh().id(),
                view == null ? null : view.owner(),
                view == null ? null : view.populated(),
                view == null ? null : view.sizeBytes(),
                view == null ? null : view.estimatedRows(),
                view == null ? null : view.comment(),
                entry.freshness()
                        .map(freshness -> FreshnessResponse.of(freshness, null))
                        .orElse(null),
                response(entry.lastRefresh()),
                response(entry.lastSuccess()));
    }

    private static @Nullable RefreshResponse response(@Nullable Refresh refresh) {
        return refresh == null ? null : RefreshResponse.of(refresh);
    }

    /** A view with all that is known of it. */
    record Details(
            @JsonUnwrapped ViewResponse view,
            @Nullable String query,
            List<Index> indexes,
            List<FindingResponse> findings,
            List<RefreshResponse> refreshes) {}

    /**
     * An index of it.
     *
     * @param whyUnusable why a concurrent refresh cannot use it, or null when it can
     */
    record Index(
            String name,
            @Nullable String definition,
            boolean unique,
            @Nullable String whyUnusable) {

        static Index of(ViewIndex index) {
            return new Index(
                    index.name(),
                    index.definition(),
                    index.unique(),
                    index.whyUnusable().orElse(null));
        }
    }

    /** What prevents a refresh or will bite one day, with the DDL that mends it. */
    record FindingResponse(
            String kind,
            String severity,
            String message,
            @Nullable String ddl) {

        static FindingResponse of(ViewFinding finding) {
            return new FindingResponse(id(finding.kind()), id(finding.severity()), finding.message(), finding.ddl());
        }

        private static String id(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
