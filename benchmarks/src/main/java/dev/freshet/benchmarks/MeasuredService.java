// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A service in a process of its own, with its embedded PostgreSQL in a folder that is thrown away. */
final class MeasuredService implements AutoCloseable {

    private static final String TOKEN = "benchmark-benchmark-benchmark-benchmark";
    private static final String TRANSACTIONS = """
        SELECT xact_commit + xact_rollback AS transactions FROM pg_stat_database WHERE datname = current_database()
        """;
    private static final String CREATE_VIEW = """
        CREATE MATERIALIZED VIEW totals AS SELECT g AS id, g * 2 AS total FROM generate_series(1, 1000) g;
        CREATE UNIQUE INDEX ON totals (id);
        """;

    private final Process process;
    private final Path home;
    private final Database database;
    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();

    private MeasuredService(Process process, Path home, Database database, String url) {
        this.process = process;
        this.home = home;
        this.database = database;
        this.url = url;
    }

    static MeasuredService start(String definitions) throws IOException {
        Path home = Files.createTempDirectory("freshet-benchmark");
        Path config = Files.writeString(home.resolve("freshet.yaml"), definitions);
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.freshet.cli.FreshetCommand",
                "serve",
                "--config",
                config.toString(),
                "--home",
                home.resolve("home").toString(),
                "--port",
                "0");
        builder.environment().put("FRESHET_ADMIN_TOKEN", TOKEN);
        // Counts what the web server sends.
        builder.environment().put("SERVER_TOMCAT_MBEANREGISTRY_ENABLED", "true");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        String databaseUrl = await(lines, "Database: ");
        String url = await(lines, "Freshet is ready at ");
        Thread.ofVirtual().start(() -> lines.lines().forEach(line -> {}));
        DatabaseUrl parsed = DatabaseUrl.parse(databaseUrl);
        Database database = Database.open(parsed, parsed, 1);
        database.run(session -> session.execute(CREATE_VIEW));
        return new MeasuredService(process, home, database, url);
    }

    private static String await(BufferedReader lines, String beginning) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length()).strip();
            }
        }
        throw new IOException("The service ended before it said \"" + beginning.strip() + "\"");
    }

    String url() {
        return url;
    }

    String token() {
        return TOKEN;
    }

    void settle(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    void pause(String job, boolean paused) {
        send("POST", "/api/jobs/" + job + (paused ? "/pause" : "/resume"));
    }

    Reading measure(String phase, Duration length) throws IOException, InterruptedException {
        ProcessHandle postmaster = postmaster();
        Instant start = Instant.now();
        Duration cpu = ProcessCost.cpu(process.toHandle());
        Duration databaseCpu = ProcessCost.cpuWithChildren(postmaster);
        Web web = web();
        long transactions = transactions();
        settle(length);
        long transactionsAfter = transactions();
        Web webAfter = web();
        return new Reading(
                phase,
                Duration.between(start, Instant.now()),
                transactionsAfter - transactions,
                ProcessCost.cpu(process.toHandle()).minus(cpu),
                ProcessCost.cpuWithChildren(postmaster).minus(databaseCpu),
                webAfter.bytes - web.bytes,
                webAfter.requests - web.requests,
                ProcessCost.residentKib(process.toHandle()));
    }

    /** The PostgreSQL that no PostgreSQL started. */
    private ProcessHandle postmaster() {
        return process.descendants()
                .filter(MeasuredService::isPostgres)
                .filter(child ->
                        child.parent().filter(MeasuredService::isPostgres).isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The service has no PostgreSQL among its processes"));
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/postgres");
    }

    private long transactions() {
        return database.call(session -> session.query(TRANSACTIONS).one(row -> row.number("transactions")));
    }

    private Web web() {
        String metrics = send("GET", "/metrics");
        return new Web(
                sum(metrics, "tomcat_global_sent_bytes_total"), sum(metrics, "tomcat_global_request_seconds_count"));
    }

    private static long sum(String metrics, String name) {
        return Math.round(metrics.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum());
    }

    private String send(String method, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + TOKEN)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw new IllegalStateException(path + " answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        database.close();
        process.destroy();
        process.waitFor(30, TimeUnit.SECONDS);
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : List.copyOf(files.sorted(Comparator.reverseOrder()).toList())) {
                Files.delete(file);
            }
        }
    }

    private record Web(long bytes, long requests) {}
}
