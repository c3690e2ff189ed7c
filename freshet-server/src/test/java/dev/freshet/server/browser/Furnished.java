// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.browser;

import static org.awaitility.Awaitility.await;

import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A service in which every kind of thing happened once, so that each page has something to show. */
final class Furnished implements AutoCloseable {

    private static final String DEFINITIONS = """
        freshet: 1
        jobs:
          hourly: { type: sql, sql: "select 1", schedule: "0 * * * *", owner: finance, description: "Closes the hour" }
          slow: { type: sql, sql: "select pg_sleep(600)" }
          broken: { type: sql, sql: "select a,\\n  1/0\\nfrom nowhere" }
          chatty: { type: sql, sql: "do $$ begin for i in 1..40 loop raise notice 'line %', i; end loop; end $$" }
          paused: { type: sql, sql: "select 1", every: 1h }
          a-job-whose-name-is-as-long-as-the-name-of-a-job-may-be-at-most: { type: sql, sql: "select 1" }
        groups:
          nightly: { schedule: "0 3 * * *" }
        views:
          totals: { freshness: 15m, group: nightly }
          keyless: { freshness: 15m, refresh: concurrently }
          coming: { freshness: 1h, group: nightly }
        """;

    private final RunningServer server;
    private final Path home;
    private final long running;
    private final long failed;
    private final long succeeded;
    private final long queued;
    private final long cancelled;
    private final long refreshing;

    private Furnished(RunningServer server, Path home) {
        this.server = server;
        this.home = home;
        server.database().execute("""
            CREATE TABLE source AS SELECT g AS id FROM generate_series(1, 7) g;
            CREATE MATERIALIZED VIEW totals AS SELECT id, count(*) FROM source GROUP BY id;
            CREATE UNIQUE INDEX ON totals (id);
            CREATE MATERIALIZED VIEW keyless AS SELECT id FROM source;
            CREATE MATERIALIZED VIEW undeclared AS SELECT id FROM source;
            """);
        server.apply(DEFINITIONS);
        server.apply(DEFINITIONS.replace("0 * * * *", "30 * * * *").replace("every: 1h", "every: 2h"));
        failed = run("broken");
        succeeded = run("chatty");
        refreshing = id(server.post("/api/views/totals/refresh", ""), "id");
        server.post("/api/views/keyless/refresh", "");
        cancelled = run("slow");
        server.post("/api/runs/" + cancelled + "/cancel", "{\"reason\": \"not now\"}");
        server.post("/api/jobs/paused/pause", "{\"reason\": \"the month is being closed\"}");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> server.get("/api/runs?state=running").get("items").isEmpty()
                        && server.get("/api/runs?state=queued").get("items").isEmpty());
        running = run("slow");
        queued = run("slow");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> server.get("/api/runs/" + running)
                        .get("state")
                        .asString()
                        .equals("running"));
    }

    static Furnished start(Path home) {
        return new Furnished(RunningServer.start(home), home);
    }

    RunningServer server() {
        return server;
    }

    /** The pages that somebody with a role gets to see. */
    List<String> pages(Role role) {
        List<String> pages = new java.util.ArrayList<>(List.of(
                "/",
                "/jobs",
                "/jobs?state=paused",
                "/jobs/hourly",
                "/jobs/slow",
                "/jobs/broken",
                "/jobs/paused",
                "/jobs/nightly",
                "/runs",
                "/runs/" + running,
                "/runs/" + failed,
                "/runs/" + succeeded,
                "/runs/" + queued,
                "/runs/" + cancelled,
                "/runs/" + refreshing,
                "/views",
                "/views/totals",
                "/views/keyless",
                "/views/coming",
                "/views/undeclared",
                "/lineage",
                "/lineage?around=totals",
                "/deployments",
                "/deployments/1",
                "/deployments/2",
                "/settings",
                "/design",
                "/nowhere",
                "/jobs/hurly",
                "/runs/999999"));
        if (role.includes(Role.OPERATOR)) {
            pages.add("/audit");
        }
        if (role.includes(Role.ADMINISTRATOR)) {
            pages.addAll(List.of("/users", "/users/1", "/tokens"));
        }
        return pages;
    }

    /** The pages in front of the login. */
    List<String> pagesOfStrangers() {
        try {
            String link = Files.readString(home.resolve("welcome-link")).strip();
            return List.of(
                    "/login",
                    "/login?next=%2Fjobs&ended",
                    link.substring(link.indexOf("/welcome")),
                    "/welcome?key=old");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long run(String job) {
        return id(server.post("/api/jobs/" + job + "/runs", "{}"), "id");
    }

    private static long id(JsonNode answer, String name) {
        return answer.get(name).asLong();
    }

    @Override
    public void close() {
        server.close();
    }
}
