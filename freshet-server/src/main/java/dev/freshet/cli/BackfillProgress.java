// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Shows how far a backfill is until it ends: a line with a bar each time the bar grows or a slice goes wrong. */
final class BackfillProgress {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final int WIDTH = 30;
    private static final Set<String> WITHOUT_TROUBLE = Set.of("waiting", "active", "succeeded");

    private final ApiClient api;
    private final PrintWriter out;
    private final boolean json;

    BackfillProgress(ApiClient api, PrintWriter out, boolean json) {
        this.api = api;
        this.out = out;
        this.json = json;
    }

    /** Returns the exit code: 0 when every slice succeeded. */
    int follow(long id) throws InterruptedException {
        String shown = "";
        while (true) {
            JsonNode backfill = api.get("/api/backfills/" + id);
            String news = backfill.get("state").asString() + " " + filled(backfill) + " " + troubles(backfill);
            boolean running = backfill.get("state").asString().equals("running")
                    || backfill.get("counts").get("active").asInt() > 0;
            if (!json && (!news.equals(shown) || !running)) {
                out.println(line(backfill));
                out.flush();
                shown = news;
            }
            if (!running) {
                if (json) {
                    out.println(ApiClient.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(backfill));
                }
                return backfill.get("state").asString().equals("succeeded") ? ExitCode.DONE : ExitCode.FAILED;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    /** {@code [######------] 12 of 31, 2 running, 1 failed, 240 an hour, 5 min left}. */
    static String line(JsonNode backfill) {
        int slices = backfill.get("slices").asInt();
        int done = backfill.get("done").asInt();
        int filled = filled(backfill);
        List<String> words = new ArrayList<>();
        words.add(done + " of " + slices);
        int active = backfill.get("counts").get("active").asInt();
        if (active > 0) {
            words.add(active + " at work");
        }
        words.addAll(troubles(backfill));
        boolean running = backfill.get("state").asString().equals("running");
        if (running && backfill.hasNonNull("per_hour")) {
            words.add(Math.round(backfill.get("per_hour").asDouble()) + " an hour");
        }
        if (running && backfill.hasNonNull("remaining_seconds")) {
            words.add(Human.duration(
                            Duration.ofSeconds(backfill.get("remaining_seconds").asLong()))
                    + " left");
        }
        if (!running) {
            words.add(backfill.get("state").asString());
        }
        return "[" + "#".repeat(filled) + "-".repeat(WIDTH - filled) + "] " + String.join(", ", words);
    }

    private static int filled(JsonNode backfill) {
        int slices = backfill.get("slices").asInt();
        return slices == 0 ? WIDTH : (int) ((long) WIDTH * backfill.get("done").asInt() / slices);
    }

    private static List<String> troubles(JsonNode backfill) {
        return backfill.get("counts").properties().stream()
                .filter(entry -> !WITHOUT_TROUBLE.contains(entry.getKey())
                        && entry.getValue().asInt() > 0)
                .map(entry -> entry.getValue().asInt() + " " + entry.getKey())
                .toList();
    }
}
