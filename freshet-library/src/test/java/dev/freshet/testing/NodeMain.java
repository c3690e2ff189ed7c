// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testing;

import dev.freshet.Freshet;
import dev.freshet.postgres.Database;
import java.io.IOException;
import java.io.OutputStream;

/** A node in a process of its own, for tests that kill and freeze it. Ends when its standard input does. */
public final class NodeMain {

    private NodeMain() {}

    /** Arguments: the database's URL, node name. */
    public static void main(String[] args) throws IOException {
        try (Database database = FreshetDatabase.open(args[0]);
                Freshet freshet = Freshet.builder(database).nodeName(args[1]).build()) {
            freshet.start();
            System.out.println("started");
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
