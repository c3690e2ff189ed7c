// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.Definitions;
import dev.freshet.definition.ViewDefinition;
import dev.freshet.freshness.Freshness;
import dev.freshet.freshness.FreshnessStore;
import dev.freshet.job.Job;
import dev.freshet.job.JobStore;
import dev.freshet.postgres.Session;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is declared, what the database has and what was done at one moment, laid side by side by the views' names. */
public final class ViewCatalog {

    private final Map<String, ViewDefinition> defined;
    private final Map<String, MaterializedView> existing;
    private final Map<String, Job> jobs;
    private final Map<String, Refresh> lastRefresh;
    private final Map<String, Refresh> lastSuccess;
    private final Map<String, Freshness> freshness;

    private ViewCatalog(Session session, Definitions definitions) {
        RefreshStore refreshes = new RefreshStore();
        defined = index(definitions.views(), view -> plain(view.name()));
        existing = index(new ViewStore().list(session), MaterializedView::name);
        jobs = index(new JobStore().list(session), Job::name);
        lastRefresh = index(refreshes.listLatest(session, names(), null), Refresh::view);
        lastSuccess = index(refreshes.listLatest(session, names(), RefreshStatus.SUCCESS), Refresh::view);
        freshness = index(new FreshnessStore().list(session), Freshness::name);
    }

    /**
     * Reads it all.
     *
     * @param definitions those in force
     */
    public static ViewCatalog read(Session session, Definitions definitions) {
        return new ViewCatalog(session, definitions);
    }

    /** Every view that is declared or exists, by name. */
    public List<Entry> list() {
        return names().stream().map(this::entry).toList();
    }

    /** The views that are declared, by name. */
    public List<Entry> listDefined() {
        return list().stream().filter(entry -> entry.definition() != null).toList();
    }

    /** The view of that name, with or without {@code public.} in front, if it is declared or exists. */
    public Optional<Entry> find(String name) {
        String plain = plain(name);
        return names().contains(plain) ? Optional.of(entry(plain)) : Optional.empty();
    }

    /** How fresh each declared view is, by name. */
    public List<Freshness> freshness() {
        return listDefined().stream()
                .map(Entry::freshness)
                .flatMap(Optional::stream)
                .toList();
    }

    private Collection<String> names() {
        TreeSet<String> names = new TreeSet<>(defined.keySet());
        names.addAll(existing.keySet());
        return names;
    }

    private Entry entry(String name) {
        ViewDefinition definition = defined.get(name);
        return new Entry(
                name,
                definition,
                existing.get(name),
                definition == null ? null : refresher(definition),
                lastRefresh.get(name),
                lastSuccess.get(name),
                definition == null ? Optional.empty() : Optional.ofNullable(freshness.get(name)));
    }

    /** The job that refreshes it: its own where that has a schedule, else its group's. */
    private @Nullable Job refresher(ViewDefinition definition) {
        Job own = jobs.get(definition.name());
        Job group = definition.group() == null ? null : jobs.get(definition.group());
        boolean ownSchedule = own != null && own.definition().schedule() != null;
        return ownSchedule || group == null ? own : group;
    }

    /** A view's name as the catalogs' side has it: schema {@code public} is left out. */
    private static String plain(String name) {
        return name.startsWith("public.") ? name.substring("public.".length()) : name;
    }

    private static <T> Map<String, T> index(Collection<T> all, Function<T, String> name) {
        return all.stream().collect(Collectors.toMap(name, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    }

    /**
     * One view from all sides.
     *
     * @param definition null where it exists but is not declared
     * @param existing null where it is declared but does not exist (yet)
     * @param refresher the job that refreshes it, or null
     * @param lastRefresh the last one, whatever came of it, or null
     * @param freshness empty where it is not declared
     */
    public record Entry(
            String name,
            @Nullable ViewDefinition definition,
            @Nullable MaterializedView existing,
            @Nullable Job refresher,
            @Nullable Refresh lastRefresh,
            @Nullable Refresh lastSuccess,
            Optional<Freshness> freshness) {}
}
