// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lag;

import dev.freshet.definition.Definitions;
import dev.freshet.definition.Durations;
import dev.freshet.definition.GroupDefinition;
import dev.freshet.definition.ScheduleDefinition;
import dev.freshet.definition.ViewDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What to bear in mind of a reckoning, in sentences. */
final class ReckoningRemarks {

    private static final Duration LITTLE = Duration.ofDays(1);

    private final Facts facts;
    private final RefreshGraph present;
    private final List<String> remarks = new ArrayList<>();

    ReckoningRemarks(Facts facts, RefreshGraph present) {
        this.facts = facts;
        this.present = present;
    }

    List<String> list() {
        for (String view : facts.members()) {
            Optional.ofNullable(facts.whyAge().get(view))
                    .ifPresent(why -> remarks.add(
                            "%s is refreshed by its age, whether or not something changed: %s".formatted(view, why)));
        }
        if (facts.activity().isEmpty()) {
            if (facts.members().stream().anyMatch(view -> !facts.whyAge().containsKey(view))) {
                remarks.add("No change of its sources is recorded yet");
            }
        } else if (facts.recorded().compareTo(LITTLE) < 0) {
            remarks.add("Extrapolated from %s of recorded changes".formatted(spoken(facts.recorded())));
        }
        facts.inForce().views().stream()
                .filter(view -> facts.members().contains(view.name()))
                .forEach(this::remarkOnSchedule);
        facts.members().stream()
                .flatMap(view -> present.jobs().getOrDefault(present.view(view).job(), List.of()).stream())
                .filter(view -> view.promise() != null && !facts.members().contains(view.name()))
                .forEach(view -> remarks.add(
                        "%s of the same group keeps its promise, and is refreshed with it".formatted(view.name())));
        Set<String> around = new LinkedHashSet<>();
        facts.members().forEach(view -> around.addAll(present.ancestorsOf(view)));
        facts.members().forEach(around::remove);
        around.stream()
                .filter(view -> !facts.costs().containsKey(view))
                .forEach(view ->
                        remarks.add("What a refresh of %s takes is not known yet and does not count".formatted(view)));
        around.stream()
                .filter(view -> !present.view(view).free())
                .forEach(view -> remarks.add("%s, which it reads, keeps its schedule%s"
                        .formatted(
                                view,
                                schedule(facts.inForce(), present.view(view).job())
                                        .map(schedule -> " (" + schedule + ")")
                                        .orElse(""))));
        return remarks.stream().distinct().toList();
    }

    /** What says when a job fires, as a definition has it. */
    static Optional<String> schedule(Definitions definitions, String job) {
        Stream<ScheduleDefinition> views = definitions.views().stream()
                .filter(view -> view.name().equals(job))
                .flatMap(view -> Optional.ofNullable(view.schedule()).stream());
        Stream<ScheduleDefinition> groups = definitions.groups().stream()
                .filter(group -> group.name().equals(job))
                .flatMap(group -> Optional.ofNullable(group.schedule()).stream());
        return Stream.concat(views, groups).findFirst().map(schedule -> switch (schedule) {
            case ScheduleDefinition.Cron cron -> cron.expression();
            case ScheduleDefinition.Every every -> "every " + Durations.print(every.interval());
            case ScheduleDefinition.After after -> "after " + after.job();
        });
    }

    private void remarkOnSchedule(ViewDefinition view) {
        GroupDefinition group = Supposition.scheduledGroup(facts.inForce(), view);
        if (view.schedule() != null) {
            remarks.add("A target takes the place of the schedule of " + view.name());
        }
        if (group != null) {
            remarks.add("A target takes the place of the schedule of group %s, for all its %s views"
                    .formatted(group.name(), group.views().size()));
        }
    }

    private static String spoken(Duration duration) {
        return Durations.print(Duration.ofMinutes(duration.toMinutes()));
    }
}
