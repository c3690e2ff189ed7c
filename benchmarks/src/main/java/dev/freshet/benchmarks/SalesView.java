// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A view that people read, with its promise, and what it tells of how far it is. */
enum SalesView {
    CUSTOMER_VISITS(Duration.ofSeconds(10)),
    SALES_BOARD(Duration.ofSeconds(30)),
    CONVERSION(Duration.ofMinutes(2));

    private final Duration promise;

    SalesView(Duration promise) {
        this.promise = promise;
    }

    Duration promise() {
        return promise;
    }

    List<SalesTable> sources() {
        return switch (this) {
            case CUSTOMER_VISITS -> List.of(SalesTable.VISIT);
            case SALES_BOARD -> List.of(SalesTable.PURCHASE, SalesTable.PAYMENT);
            case CONVERSION -> List.of(SalesTable.values());
        };
    }

    String sqlName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
