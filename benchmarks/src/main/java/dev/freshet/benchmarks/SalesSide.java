// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import java.util.Locale;

/** One of two equal graphs of views over the same tables. */
enum SalesSide {
    /** Told what was promised. */
    PROMISED,
    /** Told when to refresh. */
    SCHEDULED;

    String schema() {
        return name().toLowerCase(Locale.ROOT);
    }

    String view(SalesView view) {
        return schema() + "." + view.sqlName();
    }
}
