// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads a run's log from its event stream until the run ends; connects again where the stream broke off. */
final class LogFollower {

    private static final int TRIES = 5;

    private final ApiClient api;
    private final Consumer<String> print;

    LogFollower(ApiClient api, Consumer<String> print) {
        this.api = api;
        this.print = print;
    }

    /**
     * Prints lines as they come.
     *
     * @param after the place to start at, or empty for the beginning
     * @return the state the run ended in
     */
    String follow(long runId, String after) {
        String place = after;
        String brokenBy = "it ended early";
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            String query = place.isEmpty() ? "" : "?after=" + place;
            try (Stream<String> lines = api.stream("/api/runs/" + runId + "/log" + query)) {
                String event = "";
                for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                    String line = each.next();
                    if (line.startsWith("event:")) {
                        event = line.substring("event:".length()).strip();
                    } else if (line.startsWith("id:")) {
                        place = line.substring("id:".length()).strip();
                        attempt = 1;
                    } else if (line.startsWith("data:")) {
                        JsonNode data = ApiClient.JSON.readTree(
                                line.substring("data:".length()).strip());
                        if (event.equals("end")) {
                            return data.get("state").asString();
                        }
                        print.accept(text(data));
                    }
                }
            } catch (UncheckedIOException e) {
                // The stream broke off: the next try goes on after the last line.
                brokenBy = String.valueOf(e.getMessage());
            }
        }
        throw new ApiClient.UnreachableException(
                "The log of run " + runId + " broke off (" + brokenBy + "); try again");
    }

    static String text(JsonNode line) {
        return line.get("at").asString() + " "
                + String.format("%-6s", line.get("level").asString()) + " "
                + line.get("message").asString();
    }
}
