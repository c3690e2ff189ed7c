// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.Freshet;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.LogLine;
import dev.freshet.job.LogPlace;
import dev.freshet.server.dashboard.Fragments;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The log of a run in pieces that a page puts together, and as text. */
@Controller
class RunLogPage {

    /** Whether lines follow in the direction asked for. */
    private static final String MORE = "Freshet-Log-More";

    private static final int LINES_AT_ONCE = 500;
    private static final int LINES_OF_TEXT_AT_ONCE = 2_000;

    private final Freshet freshet;
    private final Fragments fragments;

    RunLogPage(Freshet freshet, Fragments fragments) {
        this.freshet = freshet;
        this.fragments = fragments;
    }

    /** The lines after a place, or those before one; the last ones when neither is given. */
    @GetMapping("/runs/{id:[0-9]+}/log")
    View lines(
            @PathVariable long id,
            @RequestParam @Nullable String after,
            @RequestParam @Nullable String before,
            HttpServletResponse response) {
        int limit = LINES_AT_ONCE + 1;
        List<LogLine> found = freshet.database().call(session -> {
            if (after != null) {
                LogPlace place = LogPlace.parse(after);
                return freshet.logs().list(session, id, place.attempt(), place.number(), limit);
            }
            LogPlace place = before == null ? LogPlace.END : LogPlace.parse(before);
            return freshet.logs().listBefore(session, id, place.attempt(), place.number(), limit);
        });
        boolean more = found.size() == limit;
        response.setHeader(MORE, Boolean.toString(more));
        List<LogLine> lines = !more ? found : after == null ? found.subList(1, limit) : found.subList(0, limit - 1);
        return fragments.show("run/logLines.jte", reader -> Map.of("lines", lines, "reader", reader));
    }

    @GetMapping("/runs/{id:[0-9]+}/log.txt")
    void text(@PathVariable long id, HttpServletResponse response) throws IOException {
        if (freshet.database().call(session -> freshet.runs().find(session, id)).isEmpty()) {
            throw new FreshetException(ErrorCode.RUN_NOT_FOUND, "There is no run " + id + "; it may have been pruned");
        }
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Content-Disposition", "inline; filename=\"freshet-run-" + id + ".txt\"");
        PrintWriter out = new PrintWriter(response.getOutputStream(), false, StandardCharsets.UTF_8);
        LogPlace place = LogPlace.START;
        List<LogLine> lines;
        do {
            LogPlace from = place;
            lines = freshet.database()
                    .call(session ->
                            freshet.logs().list(session, id, from.attempt(), from.number(), LINES_OF_TEXT_AT_ONCE));
            for (LogLine line : lines) {
                out.print(text(line));
                place = LogPlace.of(line);
            }
        } while (lines.size() == LINES_OF_TEXT_AT_ONCE);
        out.flush();
    }

    private static String text(LogLine line) {
        return String.format(
                Locale.ROOT,
                "%s %d %-6s %s%n",
                line.loggedAt(),
                line.attempt(),
                line.level().toUpperCase(Locale.ROOT),
                line.message());
    }
}
