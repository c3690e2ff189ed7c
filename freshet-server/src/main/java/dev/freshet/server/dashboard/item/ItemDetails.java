// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.item;

import dev.freshet.audit.AuditEntry;
import dev.freshet.item.ItemState;
import dev.freshet.item.StoredItem;
import dev.freshet.job.Run;
import dev.freshet.server.dashboard.run.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of an item shows.
 *
 * @param item with what is redacted hidden
 * @param fault why it failed last, or null
 * @param working the run that works on the items now, or null
 * @param redacts whether something in its payload is hidden
 * @param acts what people did to it alone, newest first
 */
public record ItemDetails(
        Run run,
        StoredItem item,
        @Nullable Fault fault,
        @Nullable Long working,
        boolean redacts,
        List<AuditEntry> acts) {

    public ItemDetails {
        acts = List.copyOf(acts);
    }

    public boolean isFailed() {
        return item.state() == ItemState.FAILED;
    }

    public boolean isDismissed() {
        return item.state() == ItemState.DISMISSED;
    }

    /** Whether its payload can be changed now. */
    public boolean isEditable() {
        return working == null && (isFailed() || item.state() == ItemState.WAITING);
    }
}
