// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import dev.freshet.Freshet;
import dev.freshet.definition.Durations;
import dev.freshet.definition.RefreshMode;
import dev.freshet.definition.ViewDefinition;
import dev.freshet.freshness.Freshness;
import dev.freshet.lag.PlannedRefresh;
import dev.freshet.server.dashboard.Reader;
import dev.freshet.server.dashboard.job.ScheduleWords;
import dev.freshet.server.dashboard.ui.Paths;
import dev.freshet.server.dashboard.view.ViewDetails.DeclaredKey;
import dev.freshet.view.Refresh;
import dev.freshet.view.RefreshQueries;
import dev.freshet.view.RefreshSpan;
import dev.freshet.view.RefreshStore;
import dev.freshet.view.ViewCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what the page of one view shows. */
@Component
class ViewReader {

    private static final int REFRESHES_OF_A_PAGE = 12;
    private static final int MOST_REFRESHES_DRAWN = 12_000;

    private final Freshet freshet;
    private final RefreshStore refreshes = new RefreshStore();
    private final RefreshQueries spans = new RefreshQueries();
    private final ViewFreshnessReader kept = new ViewFreshnessReader();

    ViewReader(Freshet freshet) {
        this.freshet = freshet;
    }

    /**
     * What somebody wants to see of a view.
     *
     * @param span null for what suits the view
     * @param before only refreshes with a smaller id in the history, or null
     */
    record Wanted(
            String view, @Nullable ChartSpan span, @Nullable Long before) {}

    ViewDetails read(Reader reader, Wanted wanted) {
        ViewCatalog.Entry entry = freshet.viewControl().load(wanted.view());
        Freshness freshness = entry.freshness().orElse(null);
        Duration sla = freshness == null ? null : freshness.sla();
        ChartSpan span = wanted.span() == null ? suitable(freshness, reader.now()) : wanted.span();
        Instant from = reader.now().minus(span.length());
        List<RefreshSpan> drawn =
                freshet.database().call(session -> spans.listSince(session, entry.name(), from, MOST_REFRESHES_DRAWN));
        List<Refresh> page = freshet.database()
                .call(session ->
                        refreshes.list(session, entry.name(), null, null, wanted.before(), REFRESHES_OF_A_PAGE + 1));
        ViewFreshness promise = freshness == null
                ? null
                : freshet.database().call(session -> kept.read(session, freshness, from, drawn, reader));
        List<Refresh> history = page.stream().limit(REFRESHES_OF_A_PAGE).toList();
        ViewDefinition definition = entry.definition();
        Duration timeout = definition == null ? null : definition.timeout();
        PlannedRefresh planned = freshet.planner().find(entry.name()).orElse(null);
        return new ViewDetails(
                entry,
                ViewSign.of(entry),
                freshness,
                promise,
                planned,
                ViewSign.failed(entry.lastRefresh()) ? entry.lastRefresh() : null,
                span,
                from,
                RefreshPictures.ages(entry.name(), from, drawn, sla, reader),
                RefreshPictures.durations(entry.name(), drawn, timeout, reader),
                history,
                wanted.before(),
                page.size() > REFRESHES_OF_A_PAGE ? history.getLast().id() : null,
                definition == null ? List.of() : declaration(definition, planned));
    }

    private static ChartSpan suitable(@Nullable Freshness freshness, Instant now) {
        return freshness == null || freshness.promisedSince() == null
                ? ChartSpan.DAY
                : ChartSpan.since(Duration.between(freshness.promisedSince(), now));
    }

    private static List<DeclaredKey> declaration(ViewDefinition view, @Nullable PlannedRefresh planned) {
        return List.of(
                key("freshness", PromiseWords.of(view.freshness()), "no promise"),
                key("refresh", view.refresh().id(), RefreshMode.AUTO.id()),
                view.group() == null
                        ? key("group", null, "none")
                        : new DeclaredKey("group", view.group(), false, Paths.job(view.group())),
                view.schedule() == null
                        ? key("schedule", null, withoutSchedule(view, planned))
                        : new DeclaredKey("schedule", ScheduleWords.of(view.schedule()), false, Paths.job(view.name())),
                key("owner", view.owner(), "nobody named"),
                key("timeout", duration(view.timeout()), "no limit"),
                key("lock-timeout", duration(view.lockTimeout()), duration(ViewDefinition.DEFAULT_LOCK_TIMEOUT)),
                key("lock-retries", Integer.toString(view.lockRetries()), "" + ViewDefinition.DEFAULT_LOCK_RETRIES));
    }

    private static String withoutSchedule(ViewDefinition view, @Nullable PlannedRefresh planned) {
        if (planned != null) {
            String infeasible = planned.infeasible();
            String promised = "just in time for what is promised";
            return infeasible == null ? promised : promised + ", which cannot be kept: " + infeasible;
        }
        return view.group() == null ? "on demand" : "its group's";
    }

    private static DeclaredKey key(String name, @Nullable String value, @Nullable String standard) {
        String shown = value == null ? String.valueOf(standard) : value;
        return new DeclaredKey(name, shown, shown.equals(standard), null);
    }

    private static @Nullable String duration(@Nullable Duration duration) {
        return duration == null ? null : Durations.print(duration);
    }
}
