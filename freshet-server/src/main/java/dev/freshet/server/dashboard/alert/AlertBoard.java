// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.alert;

import dev.freshet.alert.Silence;
import dev.freshet.definition.AlertKind;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.text.Human;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /alerts} shows.
 *
 * @param open not silenced
 * @param silenced open, but not told
 * @param resolved lately, the latest first
 */
public record AlertBoard(
        List<AlertRow> open,
        List<AlertRow> silenced,
        List<AlertRow> resolved,
        List<ChannelRow> channels,
        List<Silence> silences)
        implements Page.Perishable {

    public String lead() {
        if (open.isEmpty()) {
            return silenced.isEmpty() ? "Nothing is the matter." : "Nothing but what is silenced.";
        }
        return Human.count(open.size(), "alert") + (open.size() == 1 ? " is open." : " are open.");
    }

    public List<AlertKind> kinds() {
        return AlertKind.ALL;
    }

    @Override
    public @Nullable Instant perishesAt() {
        return silences.isEmpty() ? null : silences.getFirst().endsAt();
    }
}
