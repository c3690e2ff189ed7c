// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import dev.freshet.freshness.Freshness;
import dev.freshet.freshness.FreshnessStatus;
import dev.freshet.server.dashboard.ui.Sign;
import dev.freshet.view.Refresh;
import dev.freshet.view.RefreshStatus;
import dev.freshet.view.ViewCatalog;
import org.jspecify.annotations.Nullable;

/** The one sign that stands for a view. */
public final class ViewSign {

    private ViewSign() {}

    public static Sign of(ViewCatalog.Entry entry) {
        if (entry.definition() == null) {
            return Sign.UNKNOWN;
        }
        if (entry.existing() == null) {
            return Sign.WAITING;
        }
        FreshnessStatus status = entry.freshness().map(Freshness::status).orElse(FreshnessStatus.UNKNOWN);
        // Without a promise nothing can be late, but what fails must not look like what is merely not known.
        return status == FreshnessStatus.UNKNOWN && failed(entry.lastRefresh()) ? Sign.FAILED : Sign.of(status);
    }

    static boolean failed(@Nullable Refresh refresh) {
        return refresh != null && (refresh.status() == RefreshStatus.FAILED || refresh.status() == RefreshStatus.LOST);
    }
}
