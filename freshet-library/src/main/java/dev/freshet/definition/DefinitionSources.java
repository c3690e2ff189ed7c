// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.List;
import java.util.Map;

/**
 * Where definitions come from.
 *
 * @param files as they were
 * @param places where each definition's name stands
 */
public record DefinitionSources(List<DefinitionSource> files, Map<DefinitionName, Place> places) {

    /** For definitions that were built in Java. */
    public static final DefinitionSources NONE = new DefinitionSources(List.of(), Map.of());

    public DefinitionSources {
        files = List.copyOf(files);
        places = Map.copyOf(places);
    }
}
