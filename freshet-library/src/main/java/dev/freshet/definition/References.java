// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what definitions say of each other: names are unique, references lead somewhere and not in circles. */
final class References {

    private final Draft draft;
    private final Findings findings;

    private References(Draft draft, Findings findings) {
        this.draft = draft;
        this.findings = findings;
    }

    static void check(Draft draft, Findings findings) {
        References references = new References(draft, findings);
        references.checkNames();
        references.checkGroups();
        references.checkDataTimes();
        Map<String, Drafted<?>> followers = references.checkUpstreams();
        references.checkCycles(followers);
    }

    /** Jobs, groups and views share one space of names: each brings a job of its name. */
    private void checkNames() {
        Map<String, Drafted<?>> first = new HashMap<>();
        draft.named().forEach(drafted -> {
            Drafted<?> earlier = first.putIfAbsent(drafted.name().name(), drafted);
            if (earlier != null) {
                findings.fault(
                        drafted.at(),
                        "the name '" + drafted.name().name() + "' is taken by the "
                                + earlier.name().kind().id() + " at "
                                + earlier.at().place(),
                        null,
                        "Jobs, groups and views share one space of names: rename one of them.");
            }
        });
    }

    private void checkGroups() {
        List<String> groups =
                draft.groups.stream().map(group -> group.name().name()).toList();
        Set<String> used = new HashSet<>();
        for (Drafted<ViewDefinition> view : draft.views) {
            String group = view.definition().group();
            if (group == null) {
                continue;
            }
            used.add(group);
            if (!groups.contains(group)) {
                String meant = DidYouMean.closest(group, groups);
                findings.fault(
                        view.key(ViewKeys.GROUP),
                        "there is no group '" + group + "'",
                        meant,
                        meant == null ? "Declare it under 'groups', for example: " + group + ": {every: 10m}" : null);
            }
        }
        draft.groups.stream()
                .filter(group -> !used.contains(group.name().name()))
                .forEach(group -> findings.warning(
                        group.at().place(),
                        group.at().path(),
                        "group '" + group.name().name() + "' has no views; its refreshes do nothing",
                        "Name it in a view: group: " + group.name().name()));
    }

    /** Views of one data time are refreshed concurrently, by nobody but their group. */
    private void checkDataTimes() {
        List<String> ofOne = draft.groups.stream()
                .map(Drafted::definition)
                .filter(group -> group.dataTime() == DataTime.ONE)
                .map(GroupDefinition::name)
                .toList();
        for (Drafted<ViewDefinition> drafted : draft.views) {
            ViewDefinition view = drafted.definition();
            if (view.group() == null || !ofOne.contains(view.group())) {
                continue;
            }
            if (view.refresh() == RefreshMode.BLOCKING || view.refresh() == RefreshMode.SWAP) {
                findings.fault(
                        drafted.key(ViewKeys.REFRESH),
                        "group '%s' has one data time, so '%s' cannot be refreshed %s"
                                .formatted(
                                        view.group(),
                                        view.name(),
                                        view.refresh().id()),
                        null,
                        "Its views change together, in one transaction: leave 'refresh' out, or say concurrently.");
            }
            if (view.schedule() != null) {
                findings.fault(
                        drafted.at(),
                        "group '%s' has one data time, so '%s' cannot have a schedule of its own"
                                .formatted(view.group(), view.name()),
                        null,
                        "Give the schedule to the group.");
            }
        }
    }

    /** Each definition that follows another one, by its own name. */
    private Map<String, Drafted<?>> checkUpstreams() {
        Set<String> names = new LinkedHashSet<>();
        draft.named().forEach(drafted -> names.add(drafted.name().name()));
        Map<String, Drafted<?>> followers = new LinkedHashMap<>();
        draft.named().forEach(drafted -> {
            if (schedule(drafted.definition()) instanceof ScheduleDefinition.After after) {
                followers.put(drafted.name().name(), drafted);
                if (!names.contains(after.job()) && !draft.unread.contains(after.job())) {
                    findings.fault(
                            drafted.key(ScheduleKeys.AFTER),
                            "there is no job, group or view '" + after.job() + "'",
                            DidYouMean.closest(after.job(), names),
                            null);
                }
            }
        });
        return followers;
    }

    private void checkCycles(Map<String, Drafted<?>> followers) {
        Set<String> seen = new HashSet<>();
        for (String start : followers.keySet()) {
            List<String> path = new ArrayList<>();
            String name = start;
            while (followers.containsKey(name) && seen.add(name)) {
                path.add(name);
                name = upstream(followers, name);
            }
            if (path.contains(name)) {
                List<String> cycle = new ArrayList<>(path.subList(path.indexOf(name), path.size()));
                cycle.add(name);
                reportCycle(followers, cycle);
            }
        }
    }

    private void reportCycle(Map<String, Drafted<?>> followers, List<String> cycle) {
        Drafted<?> first = followers.get(cycle.getFirst());
        if (first != null) {
            findings.fault(
                    first.key(ScheduleKeys.AFTER),
                    "'after' runs in a circle: " + String.join(" after ", cycle),
                    null,
                    "Give one of them another schedule.");
        }
    }

    private static String upstream(Map<String, Drafted<?>> followers, String name) {
        Drafted<?> follower = followers.get(name);
        return follower != null && schedule(follower.definition()) instanceof ScheduleDefinition.After after
                ? after.job()
                : "";
    }

    private static @Nullable ScheduleDefinition schedule(Object definition) {
        return switch (definition) {
            case JobDefinition job -> job.schedule();
            case GroupDefinition group -> group.schedule();
            case ViewDefinition view -> view.schedule();
            default -> null;
        };
    }
}
