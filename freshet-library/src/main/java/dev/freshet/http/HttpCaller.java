// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes calls. Thread-safe; ends one within a fraction of a second when asked to. */
final class HttpCaller implements AutoCloseable {

    static final int KEPT_OF_BODY = 64 * 1024;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int MOST_HOPS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> KEEPING_THE_METHOD = Set.of(307, 308);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Calls, follows redirects within the host, and returns what came of it. */
    CallResult call(CallRequest request, BooleanSupplier asksToEnd) {
        long deadline = System.nanoTime() + request.timeout().toNanos();
        CallRequest next = request;
        for (int hop = 0; ; hop++) {
            CallResult result = once(next, deadline, asksToEnd);
            CallRequest led = result instanceof CallResult.Answered answer ? redirect(next, answer) : null;
            if (led == null || hop == MOST_HOPS) {
                return result;
            }
            next = led;
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private CallResult once(CallRequest request, long deadline, BooleanSupplier asksToEnd) {
        long begun = System.nanoTime();
        HttpRequest built;
        try {
            built = build(request);
        } catch (IllegalArgumentException e) {
            return new CallResult.Unanswered(request.mask().hide(String.valueOf(e.getMessage())), false);
        }
        int limit = KEPT_OF_BODY + request.mask().longest();
        CompletableFuture<HttpResponse<FirstBytes>> pending =
                client.sendAsync(built, answered -> new FirstBytes(limit));
        try {
            while (true) {
                try {
                    HttpResponse<FirstBytes> response = pending.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                    return answered(request, response, Duration.ofNanos(System.nanoTime() - begun));
                } catch (TimeoutException e) {
                    if (asksToEnd.getAsBoolean()) {
                        return new CallResult.Ended();
                    }
                    if (System.nanoTime() - deadline > 0) {
                        return new CallResult.Unanswered(
                                "no complete answer came within request-timeout, " + request.timeout(), true);
                    }
                }
            }
        } catch (ExecutionException e) {
            return unanswered(request, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CallResult.Ended();
        } finally {
            // Hangs up, where there is anything left to hang up on.
            pending.cancel(true);
        }
    }

    private static HttpRequest build(CallRequest request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri())
                // No attempt to upgrade plain connections: some servers stumble over it.
                .version(
                        "https".equals(request.uri().getScheme())
                                ? HttpClient.Version.HTTP_2
                                : HttpClient.Version.HTTP_1_1)
                .method(
                        request.method(),
                        request.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(request.bytes()));
        request.headers().forEach(builder::setHeader);
        return builder.build();
    }

    private static CallResult answered(CallRequest request, HttpResponse<FirstBytes> response, Duration took) {
        byte[] masked = request.mask().hide(response.body().bytes());
        boolean cut = !response.body().isWhole() || masked.length > KEPT_OF_BODY;
        byte[] kept = masked.length > KEPT_OF_BODY ? Arrays.copyOf(masked, KEPT_OF_BODY) : masked;
        return new CallResult.Answered(response.statusCode(), response.headers(), kept, cut, took);
    }

    /** Where a redirect leads, when it stays with the host; null for anything else. */
    private static @Nullable CallRequest redirect(CallRequest request, CallResult.Answered answer) {
        Optional<String> location = answer.headers().firstValue("Location");
        if (!REDIRECTS.contains(answer.status()) || request.expects(answer.status()) || location.isEmpty()) {
            return null;
        }
        try {
            URI target = request.uri().resolve(location.get());
            boolean keeps = KEEPING_THE_METHOD.contains(answer.status())
                    || request.method().equals("HEAD");
            return isSameHost(request.uri(), target) ? request.at(target, keeps ? request.method() : "GET") : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isSameHost(URI one, URI other) {
        return String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme())
                && String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    private static CallResult unanswered(CallRequest request, @Nullable Throwable cause) {
        String host = String.valueOf(request.uri().getHost());
        String message = cause == null || cause.getMessage() == null
                ? ""
                : ": " + request.mask().hide(String.valueOf(cause.getMessage()));
        if (hasCause(cause, UnresolvedAddressException.class) || hasCause(cause, UnknownHostException.class)) {
            return new CallResult.Unanswered(request.mask().hide("there is no host " + host), true);
        }
        if (cause instanceof ConnectException) {
            return new CallResult.Unanswered(
                    request.mask().hide("nothing listens at " + host) + port(request.uri()) + message, true);
        }
        if (hasCause(cause, SSLException.class)) {
            return new CallResult.Unanswered("the TLS connection cannot be made" + message, false);
        }
        String what = cause instanceof IOException ? "the connection broke" : "the call failed";
        return new CallResult.Unanswered(what + message, cause instanceof IOException);
    }

    private static String port(URI uri) {
        return uri.getPort() < 0 ? "" : ":" + uri.getPort();
    }

    private static boolean hasCause(@Nullable Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
