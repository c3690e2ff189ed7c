// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.view;

import dev.freshet.Freshet;
import dev.freshet.definition.ViewDefinition;
import dev.freshet.job.Job;
import dev.freshet.postgres.Session;
import dev.freshet.view.MaterializedView;
import dev.freshet.view.Refresh;
import dev.freshet.view.RefreshStatus;
import dev.freshet.view.RefreshStore;
import dev.freshet.view.ViewStore;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is declared, what the database has and what was done, laid side by side by the views' names. */
final class ViewCatalog {

    private final Map<String, ViewDefinition> defined;
    private final Map<String, MaterializedView> existing;
    private final Map<String, Job> jobs;
    private final Map<String, Refresh> lastRefresh;
    private final Map<String, Refresh> lastSuccess;
    private final Instant now = Instant.now();

    private ViewCatalog(Session session, Freshet freshet, Collection<ViewDefinition> views) {
        RefreshStore refreshes = new RefreshStore();
        defined = index(views, view -> plain(view.name()));
        existing = index(new ViewStore().list(session), MaterializedView::name);
        jobs = index(freshet.jobs().list(session), Job::name);
        lastRefresh = index(refreshes.listLatest(session, names(), null), Refresh::view);
        lastSuccess = index(refreshes.listLatest(session, names(), RefreshStatus.SUCCESS), Refresh::view);
    }

    static ViewCatalog read(Freshet freshet) {
        List<ViewDefinition> views = freshet.definitions().current().views();
        return freshet.database().call(session -> new ViewCatalog(session, freshet, views));
    }

    /** Names of views that are declared or exist, in order. */
    Collection<String> names() {
        TreeSet<String> names = new TreeSet<>(defined.keySet());
        names.addAll(existing.keySet());
        return names;
    }

    boolean has(String name) {
        return defined.containsKey(plain(name)) || existing.containsKey(plain(name));
    }

    boolean isDefined(String name) {
        return defined.containsKey(plain(name));
    }

    @Nullable
    MaterializedView existing(String name) {
        return existing.get(plain(name));
    }

    List<FreshnessResponse> freshness() {
        return defined.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> freshness(entry.getKey(), entry.getValue()))
                .toList();
    }

    ViewResponse view(String given) {
        String name = plain(given);
        ViewDefinition definition = defined.get(name);
        MaterializedView view = existing.get(name);
        return new ViewResponse(
                name,
                view != null,
                definition != null,
                definition == null ? null : definition.group(),
                definition == null ? null : definition.refresh().id(),
                view == null ? null : view.owner(),
                view == null ? null : view.populated(),
                view == null ? null : view.sizeBytes(),
                view == null ? null : view.estimatedRows(),
                view == null ? null : view.comment(),
                definition == null ? null : freshness(name, definition),
                response(lastRefresh.get(name)),
                response(lastSuccess.get(name)));
    }

    /** A view's name as the catalogs' side has it: schema {@code public} is left out. */
    static String plain(String name) {
        return name.startsWith("public.") ? name.substring("public.".length()) : name;
    }

    private FreshnessResponse freshness(String name, ViewDefinition definition) {
        Job own = jobs.get(definition.name());
        Job group = definition.group() == null ? null : jobs.get(definition.group());
        boolean ownSchedule = own != null && own.definition().schedule() != null;
        return FreshnessResponse.of(
                definition,
                lastSuccess.get(name),
                lastRefresh.get(name),
                ownSchedule || group == null ? own : group,
                now);
    }

    private static @Nullable RefreshResponse response(@Nullable Refresh refresh) {
        return refresh == null ? null : RefreshResponse.of(refresh);
    }

    private static <T> Map<String, T> index(Collection<T> all, Function<T, String> name) {
        return all.stream().collect(Collectors.toMap(name, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    }
}
