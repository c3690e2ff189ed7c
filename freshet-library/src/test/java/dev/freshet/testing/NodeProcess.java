// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running {@link NodeMain}, and the ways to hurt it. */
public final class NodeProcess implements AutoCloseable {

    private final Process process;
    private final String name;

    private NodeProcess(Process process, String name) {
        this.process = process;
        this.name = name;
    }

    public static NodeProcess start(FreshetDatabase database, String name) {
        return start(database, name, NodeMain.class);
    }

    /** A node that another main class builds from the same arguments. */
    public static NodeProcess start(FreshetDatabase database, String name, Class<?> mainClass) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass.getName(),
                database.sql().url(),
                name);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/node-" + name + ".log")))
                    .start();
            return new NodeProcess(process, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return name;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As power loss would: no handler runs. */
    public void kill() {
        process.destroyForcibly();
    }

    /** As a long garbage collection or a paused virtual machine would. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            int status = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + signal + " answered " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
