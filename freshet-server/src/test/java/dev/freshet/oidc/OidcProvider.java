// SPDX-License-Identifier: Apache-2.0
package dev.freshet.oidc;

import dev.freshet.access.Role;
import dev.freshet.access.SessionPolicy;
import dev.freshet.server.AccessOptions;
import dev.freshet.server.security.oidc.OidcOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A running {@link OidcProviderProgram}. */
public final class OidcProvider implements AutoCloseable {

    private final Process process;

    private OidcProvider(Process process) {
        this.process = process;
    }

    /** How a service trusts the provider that will be at a port. */
    public static AccessOptions trusted(int port) {
        OidcOptions oidc = new OidcOptions(
                "http://127.0.0.1:" + port,
                OidcProviderProgram.CLIENT,
                OidcProviderProgram.SECRET,
                "groups",
                Map.of(Role.OPERATOR, Set.of("data-operators")),
                null);
        return new AccessOptions(SessionPolicy.DEFAULT, false, oidc);
    }

    /** Starts one and returns when it is ready. */
    public static OidcProvider start(int port, String service) {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OidcProviderProgram.class.getName(),
                        // Not the server's own properties, which are on the class path too.
                        "--spring.config.name=none",
                        "--server.address=127.0.0.1",
                        "--server.port=" + port,
                        "--client.redirect=" + service + "/login/oauth2/code/oidc")
                .redirectErrorStream(true);
        try {
            Process process = builder.start();
            List<String> said = new ArrayList<>();
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (line.equals(OidcProviderProgram.READY)) {
                    return new OidcProvider(process);
                }
            }
            throw new IllegalStateException("The provider did not start:\n" + String.join("\n", said));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The header by which somebody logs in at the provider. */
    public static String login(String user) {
        String login = user + ":" + OidcProviderProgram.PASSWORD;
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
