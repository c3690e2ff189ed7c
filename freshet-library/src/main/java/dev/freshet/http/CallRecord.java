// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.artifact.NewArtifact;
import dev.freshet.job.RunContext;
import dev.freshet.postgres.DatabaseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps what was answered: a line in the log, and the first bytes of the body as an artifact. */
final class CallRecord {

    /** Worth a place in the log: they name the answer where the other side keeps its own log. */
    private static final List<String> SHOWN =
            List.of("Location", "Retry-After", "ETag", "X-Request-Id", "Request-Id", "X-Correlation-Id");

    private static final Map<String, String> ENDINGS = Map.of(
            "application/json", "json",
            "application/problem+json", "json",
            "application/xml", "xml",
            "text/xml", "xml",
            "text/html", "html",
            "text/csv", "csv",
            "text/plain", "txt");

    private CallRecord() {}

    /** The status line with what belongs to it. */
    static String line(CallRequest request, CallResult.Answered answer) {
        String type = answer.headers().firstValue("Content-Type").orElse("");
        String size = answer.body().length == 0
                ? "no body"
                : (answer.isCut() ? "the first " : "") + answer.body().length + " bytes"
                        + (type.isEmpty() ? "" : " of " + type);
        String headers = SHOWN.stream()
                .flatMap(name -> answer.headers().firstValue(name).stream().map(value -> name + ": " + value))
                .collect(Collectors.joining("; "));
        return request.mask()
                .hide(request + " answered " + HttpStatus.text(answer.status()) + " in "
                        + answer.took().toMillis() + " ms, " + size + (headers.isEmpty() ? "" : "; " + headers));
    }

    /**
     * Keeps the body. The call is made and cannot be unmade: what goes wrong here is told and fails nothing.
     *
     * @param itemKey the item it was made for, or null
     */
    static void keep(RunContext context, @Nullable String itemKey, CallRequest request, CallResult.Answered answer) {
        if (answer.body().length == 0) {
            return;
        }
        String type =
                request.mask().hide(answer.headers().firstValue("Content-Type").orElse("application/octet-stream"));
        String plain = type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        String name = "answer." + ENDINGS.getOrDefault(plain, plain.startsWith("text/") ? "txt" : "bin");
        try {
            context.keep(new NewArtifact(itemKey, name, type, answer.body()));
        } catch (DatabaseException e) {
            context.log().warn("The answer could not be kept: " + e.getMessage());
        }
    }
}
