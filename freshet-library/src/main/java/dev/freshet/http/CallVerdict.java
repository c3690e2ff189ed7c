// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.job.RunError;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an answer that was not expected means. */
final class CallVerdict {

    /** What is likely to be different in a while. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);

    private static final Duration LONGEST_PATIENCE = Duration.ofDays(1);
    private static final int LINES_SHOWN = 8;
    private static final int CHARACTERS_SHOWN = 1_000;

    private final InstantSource clock;

    CallVerdict(InstantSource clock) {
        this.clock = clock;
    }

    /** Why the call failed, and whether that passes. */
    RunError failure(CallRequest request, CallResult.Answered answer) {
        String message = request + " answered " + HttpStatus.text(answer.status()) + ", expected "
                + String.join(" or ", request.expect());
        RunError error = new RunError(null, message, firstLines(answer), null, null, advice(request, answer));
        return PASSING.contains(answer.status()) ? error.thatPasses(retryAfter(answer.headers())) : error;
    }

    /** As above, where no answer came. */
    static RunError failure(CallRequest request, CallResult.Unanswered unanswered) {
        String advice = unanswered.passes()
                ? "It may have arrived all the same. With retries: and on: [transient] it is made again, with the same"
                        + " Idempotency-Key."
                : "Check the address and the certificates of both sides.";
        RunError error = RunError.of(request + " got no answer: " + unanswered.why(), advice);
        return unanswered.passes() ? error.thatPasses(null) : error;
    }

    private static String advice(CallRequest request, CallResult.Answered answer) {
        int status = answer.status();
        Optional<String> location = answer.headers().firstValue("Location");
        if (status / 100 == 3 && location.isPresent()) {
            return "It leads to " + request.mask().hide(location.get())
                    + ". Redirects to another host are not followed, as headers may hold secrets: if that is the right"
                    + " address, put it into url:.";
        }
        if (PASSING.contains(status)) {
            return "This may pass: with retries: and on: [transient] it is made again, with the same Idempotency-Key.";
        }
        return switch (status) {
            case 401, 403 -> "Check the credentials in headers:, and that the node has the values of their ${…}.";
            case 404, 410 -> "Check url:, and what the templates put into it.";
            case 409 -> "If it says that this was done already, add 409 to expect:.";
            default -> "If this answer is fine, add it to expect:; else mend url:, headers: or body:.";
        };
    }

    /** Seconds, or a date; null where there is none that can be read. */
    @Nullable
    Duration retryAfter(HttpHeaders headers) {
        String text = headers.firstValue("Retry-After").orElse("").strip();
        Duration asked = null;
        if (text.matches("\\d{1,9}")) {
            asked = Duration.ofSeconds(Long.parseLong(text));
        } else if (!text.isEmpty()) {
            try {
                Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                asked = Duration.between(clock.instant(), until);
            } catch (DateTimeException e) {
                return null;
            }
        }
        if (asked == null || asked.isNegative()) {
            return null;
        }
        return asked.compareTo(LONGEST_PATIENCE) > 0 ? LONGEST_PATIENCE : asked;
    }

    private static @Nullable String firstLines(CallResult.Answered answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .limit(LINES_SHOWN)
                .map(line -> line.replaceAll("\\p{Cntrl}", " ").stripTrailing())
                .collect(Collectors.joining("\n"));
        if (text.isBlank()) {
            return null;
        }
        return text.length() > CHARACTERS_SHOWN ? text.substring(0, CHARACTERS_SHOWN) + " …" : text;
    }
}
