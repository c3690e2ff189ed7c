// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Unpacks PostgreSQL and creates a data directory once for all tests, which start on copies. */
final class PreparedHome {

    static final Path CACHE = Path.of("target", "cache").toAbsolutePath();

    private static final Path PREPARED = Path.of("target", "prepared-home").toAbsolutePath();

    private static final Path LOCK = Path.of("target", "prepared-home.lock").toAbsolutePath();

    private PreparedHome() {}

    static EmbeddedPostgres start(Path home, @Nullable Integer port) {
        return EmbeddedPostgres.start(home, CACHE, port);
    }

    /** Fills a home folder as an earlier start would have. */
    static synchronized void copyTo(Path home) {
        prepare();
        try (Stream<Path> files = Files.walk(PREPARED)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = home.resolve(PREPARED.relativize(file).toString());
                if (!Files.exists(copy)) {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tests run in several JVMs at once: one of them prepares, the others wait for it. */
    private static void prepare() {
        try {
            Files.createDirectories(LOCK.getParent());
            try (FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.exists(PREPARED.resolve("postgres/18/data/PG_VERSION"))) {
                    start(PREPARED, null).close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
