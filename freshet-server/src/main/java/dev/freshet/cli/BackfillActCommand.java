// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** A command that does one thing to one backfill. */
abstract class BackfillActCommand extends ActCommand {

    @Parameters(paramLabel = "BACKFILL", description = "its number")
    private int backfill;

    BackfillActCommand(String act) {
        super(act);
    }

    @Override
    final String subject() {
        return "backfills/" + backfill;
    }

    @Override
    final String told(JsonNode answer) {
        return "Backfill " + backfill + " " + told(backfill);
    }

    /** What becomes of it, after its name. */
    abstract String told(int backfill);
}
