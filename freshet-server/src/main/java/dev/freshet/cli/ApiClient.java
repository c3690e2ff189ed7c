// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.Freshet;
import dev.freshet.access.TokenSecret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks REST to a service. */
final class ApiClient {

    static final JsonMapper JSON = JsonMapper.shared();

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MINUTES_OF_PATIENCE = 10;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final String address;
    private final @Nullable TokenSecret token;

    ApiClient(String address, @Nullable TokenSecret token) {
        this.address = address;
        this.token = token;
    }

    String address() {
        return address;
    }

    JsonNode get(String path) {
        return json(send(request(path).GET(), BodyHandlers.ofString()));
    }

    JsonNode post(String path, @Nullable Object body) {
        return post(path, body, Map.of());
    }

    JsonNode post(String path, @Nullable Object body, Map<String, String> headers) {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        headers.forEach(request::header);
        request.POST(HttpRequest.BodyPublishers.ofString(body == null ? "{}" : JSON.writeValueAsString(body)));
        return json(send(request, BodyHandlers.ofString()));
    }

    JsonNode put(String path, Object body) {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        request.PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        return json(send(request, BodyHandlers.ofString()));
    }

    JsonNode delete(String path) {
        return json(send(request(path).DELETE(), BodyHandlers.ofString()));
    }

    /** What is at a path, as it is. */
    byte[] bytes(String path) {
        HttpResponse<byte[]> response = send(request(path).GET(), BodyHandlers.ofByteArray());
        if (response.statusCode() >= HttpStatusCodes.FIRST_ERROR) {
            throw problem(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    /** The lines of an event stream, as they come. */
    Stream<String> stream(String path) {
        return lines(path, "text/event-stream");
    }

    /** The lines of an answer of a media type, as they come. */
    Stream<String> lines(String path, String type) {
        HttpRequest.Builder request = request(path).header("Accept", type);
        HttpResponse<Stream<String>> response = send(request.GET(), BodyHandlers.ofLines());
        if (response.statusCode() >= HttpStatusCodes.FIRST_ERROR) {
            throw problem(response.statusCode(), response.body().collect(Collectors.joining("\n")));
        }
        return response.body();
    }

    /** A query string of the parameters that have a value, with its question mark. */
    static String query(Map<String, ? extends @Nullable Object> parameters) {
        String joined = parameters.entrySet().stream()
                .filter(parameter -> parameter.getValue() != null)
                .map(parameter -> parameter.getKey() + "=" + encode(String.valueOf(parameter.getValue())))
                .sorted()
                .collect(Collectors.joining("&"));
        return joined.isEmpty() ? "" : "?" + joined;
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofMinutes(MINUTES_OF_PATIENCE));
            request.header("User-Agent", "freshet-cli/" + Freshet.version());
            if (token != null) {
                request.header("Authorization", "Bearer " + token.value());
            }
            return request;
        } catch (IllegalArgumentException e) {
            throw new UnreachableException("The address \"" + address + "\" is not usable: " + e.getMessage()
                    + "; expected --server http://host:port");
        }
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request.build(), handler);
        } catch (IOException e) {
            throw new UnreachableException("No Freshet answers at " + address
                    + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")")
                    + "; start one with ./freshet serve or ./freshet demo, or name another with --server");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException("Interrupted while waiting for " + address);
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        if (response.statusCode() >= HttpStatusCodes.FIRST_ERROR) {
            throw problem(response.statusCode(), response.body());
        }
        if (response.body().isEmpty()) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw new UnreachableException("What answers at " + response.uri() + " is not Freshet");
        }
    }

    private static ProblemException problem(int status, String body) {
        try {
            JsonNode problem = JSON.readTree(body);
            if (problem.hasNonNull("detail")) {
                return new ProblemException(status, problem);
            }
        } catch (JacksonException e) {
            // A proxy's page; the status has to do.
        }
        return new ProblemException(
                status, JSON.createObjectNode().put("detail", "The service answered with status " + status));
    }

    /** Nobody answers. */
    static final class UnreachableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreachableException(String message) {
            super(message);
        }
    }

    /** The service answered with problem details. */
    static final class ProblemException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final transient JsonNode problem;

        ProblemException(int status, JsonNode problem) {
            super(problem.path("detail").asString() + remedy(status));
            this.status = status;
            this.problem = problem;
        }

        JsonNode problem() {
            return problem;
        }

        int exitCode() {
            return switch (status) {
                case HttpStatusCodes.CONFLICT -> ExitCode.FAILED;
                default -> status < HttpStatusCodes.FIRST_SERVER_ERROR ? ExitCode.WRONG_USAGE : ExitCode.FAILED;
            };
        }

        private static String remedy(int status) {
            return status == HttpStatusCodes.UNAUTHORIZED
                    ? "; set FRESHET_TOKEN, or name the service's home folder with --home"
                    : "";
        }
    }

    /** The few statuses that mean something here. */
    private static final class HttpStatusCodes {
        static final int FIRST_ERROR = 400;
        static final int UNAUTHORIZED = 401;
        static final int CONFLICT = 409;
        static final int FIRST_SERVER_ERROR = 500;

        private HttpStatusCodes() {}
    }
}
