// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.access.TokenSecret;
import dev.freshet.server.HomeFolder;
import dev.freshet.server.ServerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which service a command speaks to, and with which token. */
final class ServiceOptions {

    private static final String STANDARD_ADDRESS = "http://127.0.0.1:" + ServerOptions.DEFAULT_PORT;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "address of the service (default: the one last used by --home, else " + STANDARD_ADDRESS + ")")
    private @Nullable String server;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "home folder of a service on this machine, for its address and token (default: ~/.freshet, "
                    + "then ~/.freshet/demo; --server and FRESHET_TOKEN go before)")
    private @Nullable Path home;

    ApiClient client() {
        String address = address();
        return new ApiClient(address, token(address, System.getenv()).orElse(null));
    }

    /** As given, else as the service of the given home left it. */
    private String address() {
        if (server != null) {
            return server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        }
        if (home == null) {
            return STANDARD_ADDRESS;
        }
        return new HomeFolder(home)
                .serviceUrl()
                .orElseThrow(() -> new ApiClient.UnreachableException("No service was started with the home " + home
                        + " yet; start one with ./freshet serve --home " + home + ", or name another with --server"));
    }

    /** The token to show: from the environment, else what the service at this address left for its owner. */
    Optional<TokenSecret> token(String address, Map<String, String> environment) {
        for (String variable : List.of("FRESHET_TOKEN", "FRESHET_ADMIN_TOKEN")) {
            String value = environment.get(variable);
            if (value != null && !value.isBlank()) {
                return Optional.of(new TokenSecret(value.strip()));
            }
        }
        Stream<Path> homes =
                home != null ? Stream.of(home) : Stream.of(HomeFolder.standard(), HomeFolder.standardOfDemo());
        return homes.map(HomeFolder::new)
                .filter(folder -> folder.serviceUrl().filter(address::equals).isPresent())
                .flatMap(folder -> folder.adminToken().stream())
                .findFirst();
    }
}
