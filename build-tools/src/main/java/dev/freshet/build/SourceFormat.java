// SPDX-License-Identifier: Apache-2.0
package dev.freshet.build;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks or applies palantir-java-format to every Java source below a folder.
 *
 * <p>Runs as a process of its own on the toolchain's JDK because the formatter parses with the compiler of the JVM it
 * runs on, and Maven itself may run on an older one.
 */
public final class SourceFormat {

    private final Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    private SourceFormat() {}

    /** Arguments: {@code check} or {@code apply}, then the folder. Exits with 1 when {@code check} finds a difference. */
    public static void main(String[] args) throws IOException {
        if (args.length != 2 || !List.of("check", "apply").contains(args[0])) {
            System.err.println("usage: SourceFormat check|apply FOLDER");
            System.exit(2);
        }
        boolean apply = args[0].equals("apply");
        List<Path> unformatted = new SourceFormat().process(Path.of(args[1]), apply);
        if (unformatted.isEmpty() || apply) {
            return;
        }
        System.err.println("Not in the project's format:");
        unformatted.forEach(file -> System.err.println("  " + file));
        System.err.println("Run ./format to mend it.");
        System.exit(1);
    }

    private List<Path> process(Path folder, boolean apply) throws IOException {
        List<Path> unformatted = new ArrayList<>();
        for (Path file : sources(folder)) {
            String before = Files.readString(file);
            String after = format(file, before);
            if (!before.equals(after)) {
                unformatted.add(folder.relativize(file));
                if (apply) {
                    Files.writeString(file, after);
                }
            }
        }
        return unformatted;
    }

    private String format(Path file, String source) {
        try {
            return formatter.formatSourceAndFixImports(source);
        } catch (FormatterException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }
}
