// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testing;

import dev.freshet.Freshet;
import dev.freshet.postgres.Database;
import java.io.IOException;
import java.io.OutputStream;
import org.postgresql.ds.PGSimpleDataSource;

/** A node in a process of its own, for tests that kill and freeze it. Ends when its standard input does. */
public final class NodeMain {

    private NodeMain() {}

    /** Arguments: JDBC URL, node name. */
    public static void main(String[] args) throws IOException {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(args[0]);
        try (Freshet freshet = Freshet.builder(new Database(dataSource, dataSource))
                .nodeName(args[1])
                .build()) {
            freshet.start();
            System.out.println("started");
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
