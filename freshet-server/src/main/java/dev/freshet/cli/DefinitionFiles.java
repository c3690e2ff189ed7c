// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.definition.DefinitionReader;
import dev.freshet.definition.DefinitionReading;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The definitions a command was given, checked here before any service is asked. */
final class DefinitionFiles {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "a definition file, or a folder of them")
    private Path config = Path.of("");

    /** The files for a request's body; empty when they have faults, which are then printed, all of them. */
    Optional<List<Map<String, String>>> read(PrintWriter err) {
        return switch (DefinitionReader.read(config)) {
            case DefinitionReading.Valid valid -> {
                yield Optional.of(valid.sources().files().stream()
                        .map(file -> Map.of("path", file.path(), "content", file.content()))
                        .toList());
            }
            case DefinitionReading.Faulty faulty -> {
                printFaults(faulty, err);
                yield Optional.empty();
            }
        };
    }

    static void printFaults(DefinitionReading.Faulty faulty, PrintWriter err) {
        faulty.faults().forEach(fault -> err.println(fault.text()));
        int count = faulty.faults().size();
        err.println("error: the definitions have " + (count == 1 ? "one fault" : count + " faults")
                + "; nothing was changed");
    }
}
