// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.server.Moments;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Silences alerts. */
@Command(
        name = "silence",
        description = "Tells nothing of some alerts for a while; what is still open then is told.",
        mixinStandardHelpOptions = true)
final class AlertsSilenceCommand extends RemoteCommand {

    @Parameters(paramLabel = "NAME", description = "a job, view or node; * stands for any characters")
    private String subject = "";

    @Option(names = "--kind", paramLabel = "KIND", description = "only this kind of alerts (default: every kind)")
    private @Nullable String kind;

    @Option(names = "--for", paramLabel = "DURATION", description = "for how long (default: 2h)")
    private @Nullable String duration;

    @Option(names = "--until", paramLabel = "TIME", description = "until when, instead (local time or instant)")
    private @Nullable String until;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit trail")
    private @Nullable String reason;

    @Override
    int call(ApiClient api) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("subject", subject);
        body.put("kind", kind);
        body.put("duration", duration == null && until == null ? "2h" : duration);
        body.put(
                "until",
                until == null
                        ? null
                        : Moments.instant("--until", until, ZoneId.systemDefault())
                                .toString());
        body.put("reason", reason);
        JsonNode answer = api.post("/api/silences", body);
        return show(
                answer,
                silence -> out().println(
                                "Alerts about " + silence.get("subject").asString() + " are silenced until "
                                        + silence.get("ends_at").asString() + "; end it with freshet alerts unsilence "
                                        + silence.get("id").asString()));
    }
}
