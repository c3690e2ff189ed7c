// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import dev.freshet.access.Role;
import dev.freshet.access.TokenStore;
import dev.freshet.access.UserAccount;
import dev.freshet.postgres.DatabaseUrl;
import dev.freshet.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole service on a database of its own and on a free port, spoken to over HTTP. */
public final class RunningServer implements AutoCloseable {

    /** The password of everybody who has an account. */
    public static final String PASSWORD = Door.PASSWORD;

    private final TestDatabase database;
    private final Path home;
    private FreshetServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Role, String> tokens = new EnumMap<>(Role.class);

    private RunningServer(TestDatabase database, Path home) {
        this.database = database;
        this.home = home;
        this.server = start(database, home, 0);
        TokenStore store = new TokenStore(server.freshet().database());
        Arrays.stream(Role.values())
                .forEach(role -> tokens.put(
                        role,
                        store.create(role.id(), role, "test", null).secret().value()));
    }

    public static RunningServer start(Path home) {
        TestDatabase database = ServerDatabase.create();
        return new RunningServer(database, home);
    }

    private static FreshetServer start(TestDatabase database, Path home, int port) {
        ServerOptions options = new ServerOptions(
                home, port, null, DatabaseUrl.parse(database.url()), null, null, null, AccessOptions.DEFAULT);
        return FreshetServer.start(options, url -> {}, line -> {});
    }

    /** Ends the service and starts it again at the same address; meanwhile does something without it. */
    public void restart(Runnable meanwhile) {
        int port = server.port();
        server.close();
        meanwhile.run();
        server = start(database, home, port);
    }

    public TestDatabase database() {
        return database;
    }

    public FreshetServer server() {
        return server;
    }

    /** The token of somebody with a role. */
    public String token(Role role) {
        return Objects.requireNonNull(tokens.get(role));
    }

    /** Gives somebody an account. */
    public UserAccount user(String name, Role role) {
        return Door.user(server, name, role);
    }

    /** The secret of a new session of somebody. */
    public String session(UserAccount user) {
        return Door.session(server, user).value();
    }

    /** Sends a request with the token of a role, or with none. */
    public HttpResponse<String> send(
            @Nullable Role role, String method, String path, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (role != null) {
            request.header("Authorization", "Bearer " + tokens.get(role));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public JsonNode get(String path) {
        return json(send(Role.ADMINISTRATOR, "GET", path, null));
    }

    public JsonNode post(String path, String body, String... headers) {
        return json(send(Role.ADMINISTRATOR, "POST", path, body, headers));
    }

    /** Brings one file in force. */
    public void apply(String yaml) {
        Map<String, Object> file = Map.of("path", "freshet.yaml", "content", yaml);
        post("/api/deployments", JsonMapper.shared().writeValueAsString(Map.of("files", new Object[] {file})));
    }

    private static JsonNode json(HttpResponse<String> response) {
        if (response.statusCode() >= 400) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return JsonMapper.shared().readTree(response.body());
    }

    @Override
    public void close() {
        server.close();
        database.close();
    }
}
