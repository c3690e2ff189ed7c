// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.server.AccessOptions;
import dev.freshet.server.FreshetServer;
import dev.freshet.server.ServerOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The training run of the launcher: a service on a throw-away home and the commands that speak to it, in one process, so
 * that Java's ahead-of-time cache knows the classes of both.
 */
@Command(
        name = "warm-up",
        hidden = true,
        description = "Starts a service on an empty home, asks it a few things and ends it.",
        mixinStandardHelpOptions = true)
final class WarmUpCommand implements Callable<Integer> {

    private static final String DEFINITIONS = """
        freshet: 1
        views:
          sample: { group: samples, freshness: 15m, refresh: concurrently }
        groups:
          samples: { schedule: "*/10 * * * *", parallel: 2 }
        jobs:
          work: { type: sql, sql: "select 1", schedule: "0 * * * *", time-zone: Europe/Berlin, retries: 2, timeout: 10m }
        """;

    private static final List<List<String>> COMMANDS = List.of(
            List.of("run", "work", "--wait"),
            List.of("jobs"),
            List.of("runs"),
            List.of("views"),
            List.of("freshness"),
            List.of("jobs", "--output", "json"),
            List.of("pause", "work"),
            List.of("resume", "work"));

    @Option(names = "--home", paramLabel = "DIR", required = true, description = "empty folder, the caller's to delete")
    private Path home = Path.of("");

    @Override
    public Integer call() {
        Path config = home.resolve("freshet.yaml");
        try {
            Files.writeString(config, DEFINITIONS);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + home + " cannot be written: " + e.getMessage(), e);
        }
        ServerOptions options = new ServerOptions(home, 0, config, null, null, null, null, AccessOptions.DEFAULT);
        try (FreshetServer server = FreshetServer.start(options, url -> {}, line -> {})) {
            COMMANDS.forEach(command -> execute(command, server.url()));
            execute(List.of("plan", "--config", config.toString()), server.url());
            execute(List.of("apply", "--config", config.toString()), server.url());
        }
        return ExitCode.DONE;
    }

    private void execute(List<String> command, String url) {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of("--server", url, "--home", home.toString()));
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        FreshetCommand.commandLine(nowhere, nowhere).execute(arguments.toArray(String[]::new));
    }
}
