// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.live;

import dev.freshet.server.LiveStreams;
import dev.freshet.server.security.Admissions;
import dev.freshet.server.security.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The one event stream of a browser: event {@code hello} first, then {@code changed} with the topics that changed. */
@Controller
class LivePage {

    /** A silent stream is a dead one to proxies and to the browser's side. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);
    /** A refresh writes several rows at once; they are one change to whoever looks. */
    private static final Duration BURST = Duration.ofMillis(80);
    /** However much happens, a page is drawn anew no more often. */
    private static final Duration REST = Duration.ofMillis(600);

    /** Tells a browser that the service was started anew. */
    private final String life = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    private final LiveChanges changes;
    private final LiveStreams streams;
    private final Admissions admissions;

    LivePage(LiveChanges changes, LiveStreams streams, Admissions admissions) {
        this.changes = changes;
        this.streams = streams;
        this.admissions = admissions;
    }

    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter live(Viewer viewer, HttpServletRequest request) {
        Map<String, String> hello = Map.of(
                "life", life, "viewer", viewer.name() + " " + viewer.role().id());
        return streams.open("freshet-live", admissions.of(request), stream -> write(stream, hello));
    }

    private void write(SseEmitter stream, Map<String, String> hello) throws IOException, InterruptedException {
        try (LiveFollower follower = changes.follow()) {
            stream.send(SseEmitter.event().name("hello").reconnectTime(1_000).data(hello, MediaType.APPLICATION_JSON));
            while (true) {
                Set<Topic> first = follower.take(HEARTBEAT);
                if (first.isEmpty()) {
                    stream.send(SseEmitter.event().comment("still here"));
                    continue;
                }
                follower.gather(BURST);
                first.addAll(follower.take(Duration.ZERO));
                stream.send(SseEmitter.event()
                        .name("changed")
                        .data(Map.of("topics", first.stream().map(Topic::name).toList()), MediaType.APPLICATION_JSON));
                follower.gather(REST);
            }
        }
    }
}
