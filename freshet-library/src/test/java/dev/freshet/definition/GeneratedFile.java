// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A checked-in file that is made from code; run the tests with {@code -Dfreshet.update=true} to make it anew. */
final class GeneratedFile {

    private GeneratedFile() {}

    static Path path(String relative) {
        return Path.of(System.getProperty("freshet.root", "..")).resolve(relative);
    }

    static void check(String relative, String generated) throws IOException {
        Path file = path(relative);
        if (Boolean.getBoolean("freshet.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
        }
        assertThat(file)
                .as("%s must be what the code generates; make it anew with -Dfreshet.update=true", relative)
                .hasContent(generated);
    }
}
