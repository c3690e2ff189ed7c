// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes definitions of a draft without faults: fills in what follows from several of them together. */
final class DraftAssembler {

    private DraftAssembler() {}

    static Definitions definitions(Draft draft) {
        List<GroupDefinition> groups = draft.groups.stream()
                .map(group -> withViews(group.definition(), draft))
                .toList();
        return new Definitions(
                draft.jobs.stream().map(Drafted::definition).toList(),
                draft.views.stream()
                        .map(view -> withChangeMarks(view.definition(), groups))
                        .toList(),
                groups,
                draft.databases.stream().map(Drafted::definition).toList(),
                draft.channels.stream().map(Drafted::definition).toList(),
                Optional.ofNullable(draft.retention).map(Drafted::definition).orElse(RetentionDefinition.DEFAULT));
    }

    static Map<DefinitionName, Place> places(Draft draft) {
        Map<DefinitionName, Place> places = new LinkedHashMap<>();
        draft.named().forEach(drafted -> places.put(drafted.name(), drafted.at().place()));
        draft.databases.forEach(
                database -> places.put(database.name(), database.at().place()));
        draft.channels.forEach(
                channel -> places.put(channel.name(), channel.at().place()));
        Optional.ofNullable(draft.retention)
                .ifPresent(
                        retention -> places.put(retention.name(), retention.at().place()));
        return places;
    }

    private static GroupDefinition withViews(GroupDefinition group, Draft draft) {
        List<String> members = draft.views.stream()
                .map(Drafted::definition)
                .filter(view -> group.name().equals(view.group()))
                .map(ViewDefinition::name)
                .toList();
        return new GroupDefinition(
                group.name(),
                group.owner(),
                members,
                group.schedule(),
                group.parallel(),
                group.overlap(),
                group.catchUp(),
                group.timeout(),
                group.shadow(),
                group.changeMarks(),
                group.dataTime());
    }

    /** What a view does not say about change marks, its group says. */
    private static ViewDefinition withChangeMarks(ViewDefinition view, List<GroupDefinition> groups) {
        boolean inherited = view.changeMarks() == null
                && groups.stream().anyMatch(group -> group.name().equals(view.group()) && group.changeMarks());
        return new ViewDefinition(
                view.name(),
                view.group(),
                view.owner(),
                view.freshness(),
                view.refresh(),
                view.schedule(),
                view.timeout(),
                view.lockTimeout(),
                view.lockRetries(),
                view.shadow(),
                (inherited || view.marksChanges()) ? true : null);
    }
}
