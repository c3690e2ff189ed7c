// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an apply would change.
 *
 * @param deploymentInForce the deployment the plan was made against, or null before the first
 * @param entries jobs, groups, views and settings, each kind in the order of the files; then what is removed
 * @param warnings about the files as a whole
 * @param effects what applying does beside the definitions, a line each
 */
public record Plan(
        @Nullable Long deploymentInForce, List<PlanEntry> entries, List<String> warnings, List<String> effects) {

    public Plan {
        entries = List.copyOf(entries);
        warnings = List.copyOf(warnings);
        effects = List.copyOf(effects);
    }

    public int count(PlanAction action) {
        return Math.toIntExact(
                entries.stream().filter(entry -> entry.action() == action).count());
    }

    public boolean changesNothing() {
        return count(PlanAction.UNCHANGED) == entries.size();
    }

    /** The entries that are not unchanged. */
    public List<PlanEntry> changes() {
        return entries.stream()
                .filter(entry -> entry.action() != PlanAction.UNCHANGED)
                .toList();
    }

    /** The plan with a warning beside one definition, or about the whole where the plan does not know it. */
    public Plan withWarning(DefinitionName name, String warning) {
        if (entries.stream().noneMatch(entry -> entry.name().equals(name))) {
            return new Plan(
                    deploymentInForce,
                    entries,
                    Stream.concat(warnings.stream(), Stream.of(warning)).toList(),
                    effects);
        }
        List<PlanEntry> warned = entries.stream()
                .map(entry -> entry.name().equals(name) ? entry.withWarning(warning) : entry)
                .toList();
        return new Plan(deploymentInForce, warned, warnings, effects);
    }

    /** The plan with something that applying it does beside. */
    public Plan withEffect(String effect) {
        return new Plan(
                deploymentInForce,
                entries,
                warnings,
                Stream.concat(effects.stream(), Stream.of(effect)).toList());
    }

    /** The plan with what reading the files warned of, each beside its definition. */
    public Plan withWarnings(List<Finding> findings) {
        Plan plan = this;
        for (Finding finding : findings) {
            DefinitionName name = entries.stream()
                    .map(PlanEntry::name)
                    .filter(candidate -> finding.path().equals(candidate.kind().id() + "s." + candidate.name()))
                    .findFirst()
                    .orElse(new DefinitionName(DefinitionKind.SETTINGS, finding.path()));
            plan = plan.withWarning(name, finding.text());
        }
        return plan;
    }

    /** As JSON: {@code {"deployment", "create", "change", "remove", "unchanged", "entries", "warnings", "effects"}}. */
    public String toJson() {
        return PlanJson.tree(this).toString();
    }
}
