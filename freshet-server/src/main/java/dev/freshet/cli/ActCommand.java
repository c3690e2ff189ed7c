// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** A command that does one thing to one thing, and says why in the audit trail. */
abstract class ActCommand extends RemoteCommand {

    private final String act;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail", defaultValue = "")
    private String reason = "";

    /** @param act the last part of the address */
    ActCommand(String act) {
        this.act = act;
    }

    @Override
    final int call(ApiClient api) {
        return show(
                api.post("/api/" + subject() + "/" + act, reason.isEmpty() ? null : Map.of("reason", reason)),
                answer -> out().println(told(answer)));
    }

    /** What it is done to, as addresses have it. */
    abstract String subject();

    /** What happened, in a sentence. */
    abstract String told(JsonNode answer);
}
