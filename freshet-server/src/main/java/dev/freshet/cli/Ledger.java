// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The ticks a service has accounted for in a range. */
final class Ledger {

    private static final int AT_ONCE = 1_000;

    private final ApiClient api;
    private final Instant from;
    private final Instant to;

    Ledger(ApiClient api, Instant from, Instant to) {
        this.api = api;
        this.from = from;
        this.to = to;
    }

    /**
     * Ticks of jobs that the old scheduler's records do not tell apart.
     *
     * @param begin since when the ledger has them; null without any tick
     * @param zone whose clock the schedule means; null for none
     */
    record Ticks(
            List<Instant> ticks,
            @Nullable Instant begin,
            @Nullable ZoneId zone,
            List<String> notes) {}

    Ticks ticks(List<String> jobs) {
        TreeSet<Instant> ticks = new TreeSet<>();
        List<String> notes = new ArrayList<>();
        ZoneId zone = null;
        Instant begin = null;
        for (String job : jobs) {
            JsonNode found;
            try {
                found = api.get("/api/jobs/" + ApiClient.encode(job));
            } catch (ApiClient.ProblemException e) {
                if (!e.problem().path("code").asString("").equals("job-not-found")) {
                    throw e;
                }
                notes.add("Freshet has no job " + job + ": it was not taken over, or has another name");
                continue;
            }
            if (found.hasNonNull("time_zone")) {
                zone = ZoneId.of(found.get("time_zone").asString());
            }
            List<Instant> of = accounted(job);
            if (of.isEmpty()) {
                notes.add("the ledger has no tick of " + job + " between " + from + " and " + to
                        + (found.hasNonNull("schedule") ? "" : ": it has no schedule"));
            } else if (begin == null || of.getFirst().isBefore(begin)) {
                begin = of.getFirst();
            }
            ticks.addAll(of);
        }
        return new Ticks(List.copyOf(ticks), begin, zone, notes);
    }

    private List<Instant> accounted(String job) {
        List<Instant> ticks = new ArrayList<>();
        Map<String, Object> query = new HashMap<>(Map.of("from", from, "to", to, "limit", AT_ONCE));
        while (true) {
            JsonNode page = api.get("/api/jobs/" + ApiClient.encode(job) + "/ticks" + ApiClient.query(query));
            page.get("items").forEach(tick -> {
                if (!tick.path("outcome").asString("").equals("predicted")) {
                    ticks.add(Instant.parse(tick.get("scheduled_for").asString()));
                }
            });
            if (!page.hasNonNull("next")) {
                return ticks;
            }
            query.put("cursor", page.get("next").asString());
        }
    }
}
