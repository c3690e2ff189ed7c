// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code serve} or {@code demo} in a process of its own.
 *
 * @param lines where it says its database is, and where it answers
 * @param postmaster process id of its embedded PostgreSQL
 */
record ServiceProcess(Process process, List<String> lines, long postmaster) implements AutoCloseable {

    private static final String DATABASE = "Database: ";
    private static final String READY = "Freshet is ready at ";

    static ServiceProcess start(Path home, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FreshetCommand.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", home.toString(), "--port", "0"));
        Process process = new ProcessBuilder(command)
                .redirectError(home.resolve("stderr").toFile())
                .start();
        List<String> lines = new ArrayList<>();
        BufferedReader output = process.inputReader();
        while (lines.isEmpty() || !lines.getLast().startsWith(READY)) {
            String line = output.readLine();
            if (line == null) {
                throw new AssertionError("It ended early: " + lines + Files.readString(home.resolve("stderr")));
            }
            if (line.startsWith(DATABASE) || line.startsWith(READY)) {
                lines.add(line);
            }
        }
        String pid = Files.readAllLines(home.resolve("postgres/18/data/postmaster.pid"))
                .getFirst();
        return new ServiceProcess(process, lines, Long.parseLong(pid));
    }

    String url() {
        return lines.getLast().substring(READY.length());
    }

    String errors(Path home) throws IOException {
        return Files.readString(home.resolve("stderr"));
    }

    /** SIGTERM; answers the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    boolean hasPostmaster() {
        return ProcessHandle.of(postmaster).filter(ProcessHandle::isAlive).isPresent();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.getInputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
