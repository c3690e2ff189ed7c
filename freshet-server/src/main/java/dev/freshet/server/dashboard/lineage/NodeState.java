// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.lineage;

import dev.freshet.freshness.Freshness;
import dev.freshet.lineage.LineageNode;
import dev.freshet.server.dashboard.ui.Paths;
import dev.freshet.server.dashboard.ui.Sign;
import dev.freshet.server.dashboard.view.ViewSign;
import dev.freshet.server.text.Human;
import dev.freshet.view.ViewCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a node beside its name: of a view how fresh it is, of all else what it is.
 *
 * @param sign null where freshness is no question
 * @param since what ticks between what is said before and after it, or null
 * @param path of the page about it, or null
 */
record NodeState(
        @Nullable Sign sign,
        String said,
        @Nullable Instant since,
        String promised,
        @Nullable String path) {

    /** In words, without anything that ticks. */
    String text(Instant now) {
        return said + (since == null ? "" : Human.duration(Duration.between(since, now))) + promised;
    }

    static NodeState of(LineageNode node, Map<String, ViewCatalog.Entry> views, Instant now) {
        return switch (node.kindId()) {
            case "materialized-view" -> ofView(node.name(), views.get(node.name()), now);
            case "opaque-function" -> plain("function, reads unknown", null);
            case "group" -> plain("group of views", Paths.job(node.name()));
            case "job" -> plain("job", Paths.job(node.name()));
            default -> plain(node.kindId().replace('-', ' '), null);
        };
    }

    private static NodeState plain(String said, @Nullable String path) {
        return new NodeState(null, said, null, "", path);
    }

    private static NodeState ofView(String name, ViewCatalog.@Nullable Entry entry, Instant now) {
        if (entry == null) {
            return plain("materialized view", null);
        }
        String path = Paths.view(name);
        Freshness freshness = entry.freshness().orElse(null);
        Sign sign = ViewSign.of(entry);
        if (freshness == null) {
            return new NodeState(sign, "not declared", null, "", path);
        }
        if (entry.existing() == null) {
            return new NodeState(sign, "does not exist yet", null, "", path);
        }
        Duration lag = freshness.lag();
        if (lag == null) {
            return new NodeState(sign, "never refreshed", null, "", path);
        }
        String promised = freshness.sla() == null ? "" : " of " + Human.duration(freshness.sla());
        return lag.isZero()
                ? new NodeState(sign, "no lag", null, promised.replace(" of ", ", promised "), path)
                : new NodeState(sign, "lag ", now.minus(lag), promised, path);
    }
}
