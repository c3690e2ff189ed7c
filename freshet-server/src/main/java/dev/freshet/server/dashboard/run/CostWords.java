// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.server.text.Human;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a run cost, in words. */
public final class CostWords {

    private static final List<String> SHOWN = List.of(
            "statements", "backends", "wal_bytes", "written_bytes", "blocks_hit", "blocks_read", "lock_wait_ms");

    private CostWords() {}

    /** One part of it. */
    public record Cost(String name, String words) {}

    static List<Cost> of(Map<String, Object> costs) {
        List<Cost> all = new ArrayList<>();
        for (String name : SHOWN) {
            if (costs.get(name) instanceof Number number) {
                add(all, name, number.longValue());
            }
        }
        return all;
    }

    private static void add(List<Cost> all, String name, long value) {
        switch (name) {
            case "statements" -> all.add(new Cost("Statements", Human.number(value)));
            case "backends" -> {
                if (value > 1) {
                    all.add(new Cost("Backends", Human.number(value)));
                }
            }
            case "lock_wait_ms" ->
                all.add(new Cost(
                        "Waited for locks",
                        value == 0 ? "not seen" : "about " + Human.duration(Duration.ofMillis(value))));
            case "wal_bytes" -> all.add(new Cost("WAL written", Human.bytes(value)));
            case "blocks_hit" -> all.add(new Cost("Blocks from cache", Human.number(value)));
            case "blocks_read" -> all.add(new Cost("Blocks read", Human.number(value)));
            case "written_bytes" -> all.add(new Cost("Data written", Human.bytes(value)));
            default -> {}
        }
    }
}
