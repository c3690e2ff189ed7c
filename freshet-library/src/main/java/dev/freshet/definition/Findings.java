// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong while reading goes on. Confined to one thread. */
final class Findings {

    private static final Comparator<Finding> BY_PLACE = Comparator.comparing(
                    (Finding finding) -> finding.place().file())
            .thenComparingInt(finding -> finding.place().line())
            .thenComparingInt(finding -> finding.place().column());

    private final List<Finding> faults = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();

    void fault(YamlValue at, String message, @Nullable String suggestion, @Nullable String remedy) {
        fault(at.place(), at.path(), message, suggestion, remedy);
    }

    void fault(Place place, String path, String message, @Nullable String suggestion, @Nullable String remedy) {
        Finding fault = new Finding(place, path, message, suggestion, remedy);
        // A value shared by an alias is read once for each use.
        if (!faults.contains(fault)) {
            faults.add(fault);
        }
    }

    void warning(Place place, String path, String message, @Nullable String remedy) {
        warnings.add(new Finding(place, path, message, null, remedy));
    }

    boolean hasFaults() {
        return !faults.isEmpty();
    }

    /** In the order of files and lines. */
    List<Finding> faults() {
        return faults.stream().sorted(BY_PLACE).toList();
    }

    /** In the order of files and lines. */
    List<Finding> warnings() {
        return warnings.stream().sorted(BY_PLACE).toList();
    }
}
