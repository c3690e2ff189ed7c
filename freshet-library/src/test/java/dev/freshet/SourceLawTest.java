// SPDX-License-Identifier: Apache-2.0
package dev.freshet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The laws of the house that only the sources show, for every module. */
class SourceLawTest {

    private static final int MOST_LINES = 400;
    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("freshet.root")));
    private static final Path LIBRARY = ROOT.resolve("freshet-library/src/main");
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE freshet\\.(\\w+)");
    private static final Pattern PARTITION = Pattern.compile("CREATE TABLE freshet\\.(\\w+)\\s+PARTITION OF");

    @Test
    void findsTheSources() {
        assertThat(sources()).hasSizeGreaterThan(200);
    }

    @Test
    void beginsEveryFileWithItsLicence() {
        assertThat(sources())
                .allSatisfy(file -> assertThat(text(file)).startsWith("// SPDX-License-Identifier: Apache-2.0\n"));
    }

    @Test
    void keepsFilesShort() {
        assertThat(sources())
                .allSatisfy(file -> assertThat(text(file).lines().count())
                        .as(file.toString())
                        .isLessThanOrEqualTo(MOST_LINES));
    }

    @Test
    void opensEveryPackageWithAChapter() {
        Set<Path> folders = sources().stream().map(Path::getParent).collect(Collectors.toCollection(TreeSet::new));
        assertThat(folders)
                .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                        .content()
                        .contains("@NullMarked"));
    }

    /**
     * The SQL that names a table of schema {@code freshet} stands in the stores and queries of one package: what a table
     * means is known in one place. The migrations, which define the tables, and the partitions are not counted.
     */
    @Test
    void namesEachTableInTheStoresOfOnePackageOnly() {
        Set<String> tables = tables();
        assertThat(tables).contains("run", "job", "tick", "node", "audit").hasSizeGreaterThan(8);
        for (String table : tables) {
            Pattern name = Pattern.compile("(?<!dev\\.)\\bfreshet\\." + table + "(_active)?\\b(?! *\\()");
            List<Path> naming = javaOf(LIBRARY)
                    .filter(file -> name.matcher(withoutComments(text(file))).find())
                    .toList();
            assertThat(naming)
                    .as("files that name freshet." + table)
                    .allSatisfy(
                            file -> assertThat(file.getFileName().toString()).matches("\\w*(Store|Queries)\\.java"));
            assertThat(naming.stream().map(Path::getParent).distinct())
                    .as("packages that name freshet." + table)
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void keepsTheDriverOutOfTheServer() {
        assertThat(javaOf(ROOT.resolve("freshet-server/src/main")).toList())
                .hasSizeGreaterThan(20)
                .allSatisfy(file -> assertThat(text(file)).doesNotContain("import java.sql."));
    }

    private static Set<String> tables() {
        Set<String> tables = new TreeSet<>();
        Set<String> partitions = new TreeSet<>();
        files(LIBRARY.resolve("resources/dev/freshet/schema"), ".sql").forEach(file -> {
            add(TABLE.matcher(text(file)), tables);
            add(PARTITION.matcher(text(file)), partitions);
        });
        tables.removeAll(partitions);
        return tables;
    }

    private static void add(Matcher matcher, Set<String> names) {
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
    }

    private static String withoutComments(String source) {
        return source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^\\s*//.*$", "");
    }

    private static List<Path> sources() {
        return Stream.of("freshet-library", "freshet-server", "freshet-testkit", "examples", "build-tools")
                .map(ROOT::resolve)
                .flatMap(SourceLawTest::javaOf)
                .filter(file -> !file.toString().contains("/target/"))
                .toList();
    }

    private static Stream<Path> javaOf(Path folder) {
        return files(folder, ".java").stream();
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
