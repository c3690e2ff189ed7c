// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Option;

/** Tables for people or JSON for programs. */
final class OutputOptions {

    /** The forms of output. */
    enum Form {
        table,
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "table or json (default: ${DEFAULT-VALUE})",
            defaultValue = "table")
    private Form output = Form.table;

    boolean json() {
        return output == Form.json;
    }
}
