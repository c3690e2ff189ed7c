// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.ArrayList;
import java.util.List;

/**
 * What an apply does to one definition.
 *
 * @param changes every key for what is created or removed, the differing ones for what is changed
 * @param warnings what may be wrong with it, for people
 */
public record PlanEntry(DefinitionName name, PlanAction action, List<KeyChange> changes, List<String> warnings) {

    public PlanEntry {
        changes = List.copyOf(changes);
        warnings = List.copyOf(warnings);
    }

    PlanEntry withWarning(String warning) {
        List<String> more = new ArrayList<>(warnings);
        more.add(warning);
        return new PlanEntry(name, action, changes, more);
    }
}
