// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.alert;

import dev.freshet.alert.Delivery;
import dev.freshet.definition.AlertKind;
import dev.freshet.definition.ChannelDefinition;
import dev.freshet.server.dashboard.ui.Sign;
import dev.freshet.server.text.Human;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A channel as the page shows it.
 *
 * @param last the newest message that one of its ways did not take, else the newest; or null
 */
public record ChannelRow(
        ChannelDefinition channel, @Nullable Delivery last) {

    public String leadsTo() {
        List<String> ways = new ArrayList<>();
        if (channel.webhook() != null) {
            ways.add("webhook");
        }
        ways.addAll(channel.email());
        if (channel.log()) {
            ways.add("log");
        }
        return String.join(", ", ways);
    }

    public String about() {
        String kinds = channel.on().size() == AlertKind.ALL.size()
                ? "everything"
                : channel.on().stream().map(AlertKind::id).collect(Collectors.joining(", "));
        String names = channel.only().isEmpty() ? "" : " of " + String.join(", ", channel.only());
        String owner = channel.owner() == null ? "" : " that " + channel.owner() + " answers for";
        String again = channel.remind() == null ? "" : "; again after " + Human.duration(channel.remind());
        return kinds + names + owner + again;
    }

    public Sign sign() {
        if (last == null) {
            return Sign.UNKNOWN;
        }
        return switch (last.state()) {
            case "delivered" -> Sign.SUCCEEDED;
            case "failed" -> Sign.FAILED;
            default -> last.error() == null ? Sign.QUEUED : Sign.LATE;
        };
    }

    public String word() {
        if (last == null) {
            return "nothing sent yet";
        }
        return switch (last.state()) {
            case "delivered" -> "delivered";
            case "failed" -> "not delivered";
            default -> last.error() == null ? "on its way" : "tried again";
        };
    }
}
