// SPDX-License-Identifier: Apache-2.0
package dev.freshet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.definition.DefinitionReader;
import dev.freshet.definition.DefinitionReading;
import dev.freshet.definition.DefinitionSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The law of the documentation: nothing in it points nowhere, and every definition it shows is one. */
class DocsTest {

    private static final Path ROOT =
            Path.of(System.getProperty("freshet.root", "..")).toAbsolutePath().normalize();
    private static final String FIRST_LINE = "freshet: 1";

    private final List<MarkdownFile> pages = MarkdownFile.list(ROOT);

    DocsTest() throws IOException {}

    @Test
    void findsTheDocumentation() {
        assertThat(pages)
                .extracting(page -> ROOT.relativize(page.path()).toString())
                .contains("README.md", "CONTRIBUTING.md", "docs/tour.md", "docs/glossary.md")
                .hasSizeGreaterThan(15);
        assertThat(pages).flatExtracting(MarkdownFile::links).hasSizeGreaterThan(50);
    }

    @Test
    void linksLeadToFilesAndHeadingsThatExist() {
        List<String> broken = new ArrayList<>();
        for (MarkdownFile page : pages) {
            for (String link : page.links()) {
                fault(page, link).ifPresent(fault -> broken.add(ROOT.relativize(page.path()) + ": " + fault));
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void shownDefinitionsAreValid() {
        List<String> faults = new ArrayList<>();
        int shown = 0;
        for (MarkdownFile page : pages) {
            for (MarkdownFile.Block block : page.blocks()) {
                if (block.language().equals("yaml") && block.text().startsWith(FIRST_LINE)) {
                    shown++;
                    faults.addAll(faults(ROOT.relativize(page.path()) + ":" + block.line(), block.text()));
                }
            }
        }
        assertThat(shown).as("definitions shown in the documentation").isGreaterThan(2);
        assertThat(faults).isEmpty();
    }

    @Test
    void faultsAreFoundWhereThereAreSome() {
        MarkdownFile page = MarkdownFile.parse(
                ROOT.resolve("docs").resolve("sample.md"),
                List.of(
                        "# One `heading`",
                        "[a](nowhere.md) [b](#one-heading) [c](#two) `[d](code.md)`",
                        "[e](../README.md)"));
        assertThat(page.links())
                .map(link -> fault(page, link).orElse(""))
                .containsExactly("nowhere.md: there is no such file", "", "#two: there is no such heading", "");
        assertThat(faults("sample", "freshet: 1\njbos: {}")).hasSize(1);
    }

    private static Optional<String> fault(MarkdownFile page, String link) {
        if (link.contains("://") || link.startsWith("mailto:")) {
            return Optional.empty();
        }
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty()
                ? page.path()
                : Path.of(page.path().getParent() + "/" + URI.create(file).getPath())
                        .normalize();
        if (!file.isEmpty() && !(target.startsWith(ROOT) && Files.exists(target))) {
            return Optional.of(link + ": there is no such file");
        }
        if (hash < 0) {
            return Optional.empty();
        }
        boolean known = target.equals(page.path())
                ? page.anchors().contains(link.substring(hash + 1))
                : target.toString().endsWith(".md")
                        && MarkdownFile.read(target).anchors().contains(link.substring(hash + 1));
        return known ? Optional.empty() : Optional.of(link + ": there is no such heading");
    }

    private static List<String> faults(String place, String yaml) {
        return switch (DefinitionReader.read(List.of(new DefinitionSource(place, yaml)))) {
            case DefinitionReading.Valid valid -> List.of();
            case DefinitionReading.Faulty faulty ->
                faulty.faults().stream().map(fault -> fault.text()).toList();
        };
    }
}
