// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program of PostgreSQL, as it must be called here.
 *
 * <p>PostgreSQL refuses to run as root. Root therefore calls it in a user namespace of its own, where it is nobody; its
 * files stay root's.
 */
record ServerCommand(List<String> words, Map<String, String> environment) {

    private static final String NO_NAMESPACE =
            "PostgreSQL does not run as root, and this machine does not let root use a user namespace (unshare -U): "
                    + "start Freshet as another user, or name a database with --database-url";

    static ServerCommand of(Binaries binaries, String program, List<String> arguments) {
        List<String> words = new ArrayList<>();
        if (isRoot()) {
            words.addAll(List.of(tool("unshare"), "-U"));
        }
        words.add(binaries.program(program).toString());
        words.addAll(arguments);
        return new ServerCommand(List.copyOf(words), Map.of("LC_ALL", "C"));
    }

    /** The server itself: in a session of its own, told to shut down cleanly when the thread that starts it ends. */
    static ServerCommand server(Binaries binaries, List<String> arguments) {
        List<String> words = new ArrayList<>();
        if (isAvailable("setsid")) {
            words.add("setsid");
        }
        if (isRoot()) {
            words.addAll(List.of(tool("unshare"), "-U"));
        }
        if (isAvailable("setpriv")) {
            words.addAll(List.of("setpriv", "--pdeathsig", "INT"));
        }
        words.add(binaries.program("postgres").toString());
        words.addAll(arguments);
        return new ServerCommand(List.copyOf(words), Map.of("LC_ALL", "C"));
    }

    /** Runs it to its end; its output is the reason when it fails. */
    void run(String purpose) {
        try {
            Process process = builder().redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw failure(purpose, output);
            }
        } catch (IOException e) {
            throw failure(purpose, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(purpose, "interrupted");
        }
    }

    ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words);
        // Settings for clients of other databases must not reach this server.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().putAll(environment);
        return builder;
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static String tool(String name) {
        if (!isAvailable(name)) {
            throw PrivateFiles.failure(NO_NAMESPACE, null);
        }
        return name;
    }

    private static boolean isAvailable(String name) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        for (String folder : path.split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
                return true;
            }
        }
        return false;
    }

    private static RuntimeException failure(String purpose, String reason) {
        boolean namespaceRefused = isRoot() && reason.contains("unshare");
        return PrivateFiles.failure(
                "Could not " + purpose + ": " + (namespaceRefused ? NO_NAMESPACE + " (" + reason + ")" : reason), null);
    }
}
