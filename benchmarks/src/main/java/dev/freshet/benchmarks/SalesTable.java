// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A table that changes; each changed row is given the next number of its table, which every view above carries on. */
enum SalesTable {
    PURCHASE(25, """
        INSERT INTO purchase (customer, bought_on, amount, change)
        SELECT 1 + i * 7919 % 2000, date '2026-01-01' + (i % 365)::int, 10 + i % 90, :change FROM generate_series(:salt::bigint, :salt::bigint + :rows - 1) i
        """, """
            UPDATE purchase SET amount = amount + 1, change = :change
            WHERE id IN (SELECT 1 + i * 104729 % 50000 FROM generate_series(:salt::bigint, :salt::bigint + :rows - 1) i)
            """),
    PAYMENT(15, """
        INSERT INTO payment (purchase, amount, change)
        SELECT 1 + i * 7919 % 50000, 10 + i % 90, :change FROM generate_series(:salt::bigint, :salt::bigint + :rows - 1) i
        """, null),
    VISIT(60, """
        INSERT INTO visit (customer, page, change)
        SELECT 1 + i * 7919 % 2000, i % 50, :change FROM generate_series(:salt::bigint, :salt::bigint + :rows - 1) i
        """, null);

    private final int share;
    private final String insert;
    private final @Nullable String update;

    SalesTable(int share, String insert, @Nullable String update) {
        this.share = share;
        this.insert = insert;
        this.update = update;
    }

    static SalesTable draw(Random random) {
        int drawn = random.nextInt(PURCHASE.share + PAYMENT.share + VISIT.share);
        if (drawn < PURCHASE.share) {
            return PURCHASE;
        }
        return drawn < PURCHASE.share + PAYMENT.share ? PAYMENT : VISIT;
    }

    /** A statement with the parameters {@code change}, {@code salt} (any number) and {@code rows}. */
    String drawStatement(Random random) {
        return update != null && random.nextInt(4) == 0 ? update : insert;
    }

    String sqlName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
