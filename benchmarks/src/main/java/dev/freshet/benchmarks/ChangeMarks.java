// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import dev.freshet.postgres.Session;
import dev.freshet.schema.SchemaMigrator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What change marks cost those who write: the same inserts into two tables alike, one of them marked, by turns. */
public final class ChangeMarks {

    private static final String TABLES = """
        CREATE TABLE plain (id bigserial PRIMARY KEY, rep int NOT NULL, started_at timestamptz NOT NULL, seconds int);
        CREATE INDEX ON plain (rep, started_at);
        CREATE TABLE marked (LIKE plain INCLUDING ALL);
        SELECT freshet.install_marks('marked', ARRAY['marked'::regclass::oid])
        """;

    private ChangeMarks() {}

    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
        try (BenchmarkPostgres postgres = BenchmarkPostgres.start();
                BenchmarkDatabase database = postgres.createDatabase("marks", 2)) {
            SchemaMigrator.migrate(database.database());
            database.execute(TABLES);
            System.out.println("| Statement | Commit | Plain | Marked | Ratio |\n|---|---|---:|---:|---:|");
            for (String commit : List.of("on", "off")) {
                measure(database, 1, 2_000, rounds, commit);
                measure(database, 10_000, 10, rounds, commit);
            }
        }
    }

    private static void measure(BenchmarkDatabase database, int rows, int statements, int rounds, String commit) {
        List<Double> plain = new ArrayList<>();
        List<Double> marked = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            boolean plainFirst = round % 2 == 0;
            double first = time(database, plainFirst ? "plain" : "marked", rows, statements, commit);
            double second = time(database, plainFirst ? "marked" : "plain", rows, statements, commit);
            // The first round warms up.
            if (round > 0) {
                plain.add(plainFirst ? first : second);
                marked.add(plainFirst ? second : first);
                ratios.add(plainFirst ? second / first : first / second);
            }
            database.execute("TRUNCATE plain; TRUNCATE marked; TRUNCATE freshet.change_mark");
        }
        System.out.printf(
                Locale.ROOT,
                "| %,d %s | synchronous_commit = %s | %.1f µs | %.1f µs | %.3f |%n",
                rows,
                rows == 1 ? "row" : "rows",
                commit,
                median(plain),
                median(marked),
                median(ratios));
    }

    /** Microseconds for each statement. */
    private static double time(BenchmarkDatabase database, String table, int rows, int statements, String commit) {
        String insert = "INSERT INTO " + table + " (rep, started_at, seconds)"
                + " SELECT i % 1000, now() - i * interval '1 second', i FROM generate_series(1, " + rows + ") i";
        try (Session session = database.database().openDirect()) {
            session.execute("SET synchronous_commit = " + commit);
            long begun = System.nanoTime();
            for (int i = 0; i < statements; i++) {
                session.query(insert).execute();
            }
            return (System.nanoTime() - begun) / 1e3 / statements;
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
