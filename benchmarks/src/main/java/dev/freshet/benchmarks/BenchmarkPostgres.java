// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseUrl;
import dev.freshet.server.database.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The embedded PostgreSQL as users get it (fsync, synchronous commits), in a folder that is thrown away. */
final class BenchmarkPostgres implements AutoCloseable {

    private final Path home;
    private final EmbeddedPostgres postgres;

    private BenchmarkPostgres(Path home, EmbeddedPostgres postgres) {
        this.home = home;
        this.postgres = postgres;
    }

    static BenchmarkPostgres start() throws IOException {
        Path home = Files.createTempDirectory("freshet-benchmark");
        try (EmbeddedPostgres first = EmbeddedPostgres.start(home, null)) {
            // Room for the pools of all; and nobody is measured by the checkpoints of another.
            execute(first.url(), "ALTER SYSTEM SET max_connections = 300");
            execute(first.url(), "ALTER SYSTEM SET max_wal_size = '4GB'");
        }
        return new BenchmarkPostgres(home, EmbeddedPostgres.start(home, null));
    }

    BenchmarkDatabase createDatabase(String name, int workers) {
        execute(postgres.url(), "CREATE DATABASE " + name);
        return new BenchmarkDatabase(postgres.url().withDatabase(name), workers);
    }

    private static void execute(DatabaseUrl url, String sql) {
        try (Database database = Database.open(url, url, 1)) {
            database.run(session -> session.execute(sql));
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : List.copyOf(files.sorted(Comparator.reverseOrder()).toList())) {
                Files.delete(file);
            }
        }
    }
}
