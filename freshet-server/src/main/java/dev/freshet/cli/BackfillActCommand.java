// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that does one thing to one backfill, and says why in the audit trail. */
abstract class BackfillActCommand extends RemoteCommand {

    private final String act;

    @Parameters(paramLabel = "BACKFILL", description = "its number")
    private int backfill;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail", defaultValue = "")
    private String reason = "";

    /** @param act the last part of the address */
    BackfillActCommand(String act) {
        this.act = act;
    }

    @Override
    final int call(ApiClient api) {
        return show(
                api.post("/api/backfills/" + backfill + "/" + act, reason.isEmpty() ? null : Map.of("reason", reason)),
                answer -> out().println("Backfill " + backfill + " " + told(backfill)));
    }

    /** What becomes of it, after its name. */
    abstract String told(int backfill);
}
