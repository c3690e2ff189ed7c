// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.alert;

import dev.freshet.Freshet;
import dev.freshet.server.api.Callers;
import dev.freshet.server.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What is not told for a while. */
@Tag(name = "alerts")
@RestController
@RequestMapping("/api/silences")
class SilenceResource {

    private final Freshet freshet;

    SilenceResource(Freshet freshet) {
        this.freshet = freshet;
    }

    @Operation(summary = "Silences, newest first, those that are over included")
    @GetMapping
    Page<SilenceResponse> list(
            @RequestParam @Nullable String cursor, @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        int most = Page.checkedLimit(limit) + 1;
        Instant now = freshet.clock().instant();
        List<SilenceResponse> found = freshet
                .database()
                .call(session -> freshet.alerts().silences().list(session, Page.number(cursor), most))
                .stream()
                .map(silence -> SilenceResponse.of(silence, now))
                .toList();
        return Page.of(found, limit, silence -> Long.toString(silence.id()));
    }

    @Operation(summary = "Tells nothing of some alerts for a while: duration, or until an instant")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    SilenceResponse begin(@RequestBody SilenceStart body, HttpServletRequest request) {
        Instant now = freshet.clock().instant();
        return SilenceResponse.of(
                freshet.alerts()
                        .control()
                        .silence(
                                AlertKinds.find(body.kind()),
                                body.names(),
                                body.end(now),
                                body.reason(),
                                Callers.of(request)),
                now);
    }

    @Operation(summary = "Ends a silence now; what is still open is told")
    @DeleteMapping("/{id}")
    SilenceResponse end(@PathVariable long id, HttpServletRequest request) {
        return SilenceResponse.of(
                freshet.alerts().control().unsilence(id, Callers.of(request)),
                freshet.clock().instant());
    }
}
