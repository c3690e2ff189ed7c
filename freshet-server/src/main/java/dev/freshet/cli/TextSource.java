// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Text that a command was given: a file, or standard input. */
final class TextSource {

    private TextSource() {}

    /**
     * The text.
     *
     * @param file its path, or {@code -} for standard input
     */
    static String read(String file) {
        try {
            // Crontabs and logs are older than UTF-8: a byte that is none must not stop the rest.
            byte[] bytes = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException ? "there is no such file" : e.toString();
            throw new FreshetException(ErrorCode.INVALID_ARGUMENT, file + " cannot be read: " + why, e);
        }
    }
}
