// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.database;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A service that only has its database: tests kill it. */
final class EmbeddedPostgresProgram {

    private EmbeddedPostgresProgram() {}

    /** Prints the server's process id and URL, then waits to be killed. */
    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedPostgres postgres = PreparedHome.start(Path.of(arguments[0]), null);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("started " + postgres.processId() + " " + postgres.url().withPassword());
        new CountDownLatch(1).await();
    }
}
