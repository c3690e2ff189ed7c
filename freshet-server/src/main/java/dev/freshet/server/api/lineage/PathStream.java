// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.lineage;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.lineage.Relation;
import dev.freshet.lineage.SimplePaths;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends paths as they are found: the first at once, later ones in bursts, none of them kept. Ends at the limit or when its time
 * is over, and says where to go on.
 */
@Component
class PathStream {

    static final int MOST_LINES = 1_000_000;

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration BURST = Duration.ofMillis(100);
    /** A path costs next to nothing; this is how many readers may keep a processor busy at once. */
    private static final int AT_ONCE = 8;

    private final Semaphore readers = new Semaphore(AT_ONCE);
    private final JsonMapper json = JsonMapper.shared();

    /** The names of the relations of a path, from the first to the last. */
    record LineagePath(List<String> path) {}

    /** {@code {"items": [{"path": [...]}], "next": ...}} */
    void json(SimplePaths paths, int limit, HttpServletResponse response) throws IOException {
        send(response, MediaType.APPLICATION_JSON_VALUE, out -> {
            out.write(bytes("{\"items\":["));
            String next = write(out, paths, limit, bytes(","), bytes(""));
            out.write(bytes("],\"next\":" + json.writeValueAsString(next) + "}"));
        });
    }

    /** {@code {"path": [...]}} line by line, and {@code {"next": ...}} in the last. */
    void lines(SimplePaths paths, int limit, HttpServletResponse response) throws IOException {
        if (limit < 1 || limit > MOST_LINES) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT, "The limit " + limit + " is out of range; expected 1 to " + MOST_LINES);
        }
        send(response, MediaType.APPLICATION_NDJSON_VALUE, out -> {
            String next = write(out, paths, limit, bytes(""), bytes("\n"));
            out.write(bytes("{\"next\":" + json.writeValueAsString(next) + "}\n"));
        });
    }

    /** Writes paths and answers where to go on, or null at the end. */
    private @Nullable String write(OutputStream out, SimplePaths paths, int limit, byte[] between, byte[] after)
            throws IOException {
        long start = System.nanoTime();
        long flushed = start - BURST.toNanos();
        boolean more = paths.next();
        for (int sent = 1; more; sent++) {
            if (sent > 1) {
                out.write(between);
            }
            List<String> names = paths.path().stream().map(Relation::name).toList();
            out.write(json.writeValueAsBytes(new LineagePath(names)));
            out.write(after);
            long now = System.nanoTime();
            if (now - flushed >= BURST.toNanos()) {
                out.flush();
                flushed = now;
            }
            if (sent == limit || now - start > LONGEST.toNanos()) {
                String cursor = paths.cursor();
                return paths.next() ? cursor : null;
            }
            more = paths.next();
        }
        return null;
    }

    private void send(HttpServletResponse response, String type, Body body) throws IOException {
        if (!readers.tryAcquire()) {
            throw new FreshetException(
                    ErrorCode.TOO_BUSY,
                    AT_ONCE + " lists of paths are being read already; try again when one has ended");
        }
        try {
            response.setContentType(type);
            response.setHeader("Cache-Control", "no-store");
            body.write(response.getOutputStream());
        } catch (IOException e) {
            if (!response.isCommitted()) {
                throw e;
            }
            // The reader went away in the middle: there is nobody to tell.
        } finally {
            readers.release();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private interface Body {
        void write(OutputStream out) throws IOException;
    }
}
