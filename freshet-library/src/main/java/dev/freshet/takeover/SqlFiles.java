// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.util.Optional;

/** Where the text of a file named by {@code psql -f} comes from. */
@FunctionalInterface
public interface SqlFiles {

    /** Its text; empty where it cannot be read here. */
    Optional<String> find(String path);
}
