// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.takeover.ImportedDefinitions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where an import leaves its definitions. */
final class ImportOutput {

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "file to write; one that is there stays as it is (default: standard output)")
    private @Nullable Path file;

    @Option(names = "--force", description = "writes over --out FILE where it is there already")
    private boolean force;

    @Option(
            names = "--shadow",
            description = "gives every job shadow: true, so that its ticks are only accounted for at first")
    private boolean shadow;

    boolean shadow() {
        return shadow;
    }

    /** Writes the file, and says on the error stream what is in it. */
    void write(ImportedDefinitions imported, PrintWriter out, PrintWriter err) {
        if (file == null) {
            out.print(imported.text());
            out.flush();
        } else {
            write(file, imported.text());
        }
        err.println(counted(imported.active(), "definition") + (file == null ? "" : " in " + file)
                + (imported.left() == 0
                        ? ""
                        : ", " + counted(imported.left(), "entry", "entries") + " left as comments")
                + "; read them, then: freshet plan --config " + (file == null ? "FILE" : file));
    }

    private void write(Path to, String text) {
        try {
            if (force) {
                Files.writeString(to, text);
            } else {
                Files.writeString(to, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
        } catch (FileAlreadyExistsException e) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    to + " is there already and was left as it is; name another file, or add --force to write over it",
                    e);
        } catch (IOException e) {
            throw new FreshetException(ErrorCode.INVALID_ARGUMENT, to + " cannot be written: " + e, e);
        }
    }

    private static String counted(long count, String one) {
        return counted(count, one, one + "s");
    }

    private static String counted(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
