// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads definition files, from disk or from memory, and reports every fault in one go. */
public final class DefinitionReader {

    private DefinitionReader() {}

    /** Reads a file, or every {@code *.yaml} and {@code *.yml} of a folder, hidden ones left out, in order of names. */
    public static DefinitionReading read(Path fileOrFolder) {
        Findings findings = new Findings();
        List<DefinitionSource> sources = new ArrayList<>();
        for (Path file : files(fileOrFolder, findings)) {
            try {
                sources.add(new DefinitionSource(file.toString(), Files.readString(file)));
            } catch (CharacterCodingException e) {
                fault(findings, file, "the file is not UTF-8 text", "Save it as UTF-8.");
            } catch (IOException e) {
                fault(findings, file, "the file cannot be read: " + e, "Check that it is there and readable.");
            }
        }
        return read(sources, findings);
    }

    /** Reads files that are in memory. None at all defines nothing. */
    public static DefinitionReading read(List<DefinitionSource> sources) {
        return read(sources, new Findings());
    }

    private static DefinitionReading read(List<DefinitionSource> sources, Findings findings) {
        Draft draft = new Draft();
        SectionReader reader = new SectionReader(draft, findings);
        sources.forEach(reader::read);
        References.check(draft, findings);
        if (findings.hasFaults()) {
            return new DefinitionReading.Faulty(findings.faults(), findings.warnings());
        }
        return new DefinitionReading.Valid(
                DraftAssembler.definitions(draft),
                new DefinitionSources(sources, DraftAssembler.places(draft)),
                findings.warnings());
    }

    private static List<Path> files(Path fileOrFolder, Findings findings) {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        try (Stream<Path> walk = Files.walk(fileOrFolder)) {
            List<Path> files = walk.filter(path -> isDefinitionFile(fileOrFolder.relativize(path)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                fault(
                        findings,
                        fileOrFolder,
                        "the folder holds no *.yaml or *.yml file",
                        "Name another folder or file.");
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            fault(findings, fileOrFolder, "the folder cannot be read: " + e, "Check that it is readable.");
            return List.of();
        }
    }

    private static boolean isDefinitionFile(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        String name = relative.toString();
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static void fault(Findings findings, Path file, String message, String remedy) {
        findings.fault(new Place(file.toString(), 1, 1), "", message, null, remedy);
    }
}
