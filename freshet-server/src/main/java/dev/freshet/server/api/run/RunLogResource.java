// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.run;

import dev.freshet.Freshet;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.LogLine;
import dev.freshet.job.LogPlace;
import dev.freshet.job.LogStore;
import dev.freshet.job.Run;
import dev.freshet.job.RunState;
import dev.freshet.server.LiveStreams;
import dev.freshet.server.api.Page;
import dev.freshet.server.live.LiveChanges;
import dev.freshet.server.live.LiveFollower;
import dev.freshet.server.live.Topic;
import dev.freshet.server.security.Admissions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The logs of runs, as they are or as they grow. */
@Tag(name = "runs")
@RestController
@RequestMapping("/api/runs/{id}/log")
class RunLogResource {

    /** Looks even when nobody tells of news, and lets the reader know that it is still there. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);
    /** What is written at once is one look. */
    private static final Duration BURST = Duration.ofMillis(50);

    /** A success that commits with its work is there a moment before the last of its log. */
    private static final Duration LAST_LINES = Duration.ofMillis(300);

    private static final Duration JUST_ENDED = Duration.ofSeconds(2);

    private static final int LINES_AT_ONCE = 500;

    private final Freshet freshet;
    private final LiveStreams streams;
    private final LiveChanges changes;
    private final Admissions admissions;
    private final LogStore logs = new LogStore();

    RunLogResource(Freshet freshet, LiveStreams streams, LiveChanges changes, Admissions admissions) {
        this.freshet = freshet;
        this.streams = streams;
        this.changes = changes;
        this.admissions = admissions;
    }

    @Operation(summary = "Lines of a run's log, in order")
    @GetMapping
    Page<LogLineResponse> list(
            @PathVariable long id,
            @RequestParam @Nullable String after,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        load(id);
        List<LogLineResponse> lines = lines(id, place(cursor == null ? after : cursor), Page.checkedLimit(limit) + 1);
        return Page.of(lines, limit, LogLineResponse::id);
    }

    @Operation(summary = "A run's log while it grows: events \"line\", and \"end\" with the run's state")
    @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter follow(
            @PathVariable long id,
            @RequestParam @Nullable String after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletRequest request) {
        load(id);
        LogPlace start = place(lastEventId == null ? after : lastEventId);
        return streams.open("freshet-log-" + id, admissions.of(request), stream -> {
            try (LiveFollower follower = changes.follow(Set.of(Topic.log(id), Topic.run(id)))) {
                write(stream, follower, id, start);
            }
        });
    }

    private void write(SseEmitter stream, LiveFollower follower, long id, LogPlace start)
            throws IOException, InterruptedException {
        LogPlace place = start;
        boolean waited = false;
        while (true) {
            // First the state, then the lines: what was written before the end is not missed.
            Run run = load(id);
            List<LogLineResponse> lines = lines(id, place, LINES_AT_ONCE);
            for (LogLineResponse line : lines) {
                stream.send(SseEmitter.event().id(line.id()).name("line").data(line, MediaType.APPLICATION_JSON));
                place = LogPlace.parse(line.id());
            }
            if (!waited && hasJustSucceeded(run)) {
                waited = true;
                follower.take(LAST_LINES);
                continue;
            }
            if (!run.state().isActive() && lines.size() < LINES_AT_ONCE) {
                stream.send(SseEmitter.event()
                        .name("end")
                        .data(Map.of("state", run.state().id()), MediaType.APPLICATION_JSON));
                return;
            }
            if (lines.size() < LINES_AT_ONCE) {
                if (follower.take(BETWEEN_LOOKS).isEmpty()) {
                    stream.send(SseEmitter.event().comment("still here"));
                } else {
                    follower.gather(BURST);
                }
            }
        }
    }

    private static boolean hasJustSucceeded(Run run) {
        Instant ended = run.endedAt();
        return run.state() == RunState.SUCCEEDED
                && ended != null
                && Duration.between(ended, Instant.now()).compareTo(JUST_ENDED) < 0;
    }

    private static LogPlace place(@Nullable String after) {
        return after == null ? LogPlace.START : LogPlace.parse(after);
    }

    private List<LogLineResponse> lines(long id, LogPlace after, int limit) {
        List<LogLine> lines =
                freshet.database().call(session -> logs.list(session, id, after.attempt(), after.number(), limit));
        return lines.stream().map(LogLineResponse::of).toList();
    }

    private Run load(long id) {
        return freshet.database()
                .call(session -> freshet.runs().find(session, id))
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.RUN_NOT_FOUND,
                        "There is no run " + id + "; it may have been pruned. GET /api/runs lists runs"));
    }
}
