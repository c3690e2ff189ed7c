// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.util.List;
import java.util.stream.Collectors;

/** What reading definition files gave: definitions, or every fault at once. */
public sealed interface DefinitionReading {

    List<Finding> warnings();

    /**
     * The definitions, or an exception that lists every fault.
     *
     * @throws FreshetException INVALID_DEFINITIONS
     */
    Valid orThrow();

    /** The files are right, maybe with warnings. */
    record Valid(Definitions definitions, DefinitionSources sources, List<Finding> warnings)
            implements DefinitionReading {
        public Valid {
            warnings = List.copyOf(warnings);
        }

        @Override
        public Valid orThrow() {
            return this;
        }
    }

    /** The files have faults; nothing of them is used. */
    record Faulty(List<Finding> faults, List<Finding> warnings) implements DefinitionReading {
        public Faulty {
            faults = List.copyOf(faults);
            warnings = List.copyOf(warnings);
        }

        @Override
        public Valid orThrow() {
            String count = faults.size() == 1 ? "one fault" : faults.size() + " faults";
            throw new FreshetException(
                    ErrorCode.INVALID_DEFINITIONS,
                    faults.stream()
                            .map(Finding::text)
                            .collect(Collectors.joining("\n", "The definitions have " + count + ":\n", "")));
        }
    }
}
