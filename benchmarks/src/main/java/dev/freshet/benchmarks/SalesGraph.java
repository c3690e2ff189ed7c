// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * Three tables, a plain view, and above them, twice, five materialized views with a diamond.
 *
 * <pre>
 * purchase, payment → paid_purchase (plain) → customer_revenue ─┬→ sales_board (30 s)
 *                                           → daily_revenue ────┘
 *                     visit → customer_visits (10 s) ─┬→ conversion (2 min)
 *                             customer_revenue ───────┘
 * </pre>
 */
final class SalesGraph {

    static final String TABLES = """
        CREATE TABLE purchase (id bigserial PRIMARY KEY, customer int NOT NULL, bought_on date NOT NULL, amount numeric NOT NULL, change bigint NOT NULL);
        CREATE TABLE payment (id bigserial PRIMARY KEY, purchase bigint NOT NULL, amount numeric NOT NULL, change bigint NOT NULL);
        CREATE TABLE visit (id bigserial PRIMARY KEY, customer int NOT NULL, page int NOT NULL, change bigint NOT NULL);
        INSERT INTO purchase (customer, bought_on, amount, change)
          SELECT 1 + i * 7919 % 2000, date '2026-01-01' + i % 365, 10 + i % 90, 0 FROM generate_series(1, 50000) i;
        INSERT INTO payment (purchase, amount, change) SELECT i, 10 + i % 90, 0 FROM generate_series(1, 40000) i;
        INSERT INTO visit (customer, page, change) SELECT 1 + i * 7919 % 2000, i % 50, 0 FROM generate_series(1, 100000) i;
        ANALYZE purchase, payment, visit;
        CREATE VIEW paid_purchase AS
          SELECT o.customer, o.bought_on, o.amount, p.paid, o.change AS purchase_change, p.change AS payment_change
          FROM purchase o LEFT JOIN (
            SELECT purchase, sum(amount) AS paid, max(change) AS change FROM payment GROUP BY purchase) p ON p.purchase = o.id;
        """;

    /** Each view shows of each table the number of the latest change that reached it on all ways. */
    private static final String VIEWS = """
        CREATE SCHEMA side;
        CREATE MATERIALIZED VIEW side.customer_revenue AS
          SELECT customer, sum(amount) AS revenue, sum(paid) AS paid, max(purchase_change) AS purchase, max(payment_change) AS payment
          FROM paid_purchase GROUP BY customer;
        CREATE MATERIALIZED VIEW side.daily_revenue AS
          SELECT bought_on, sum(amount) AS revenue, sum(paid) AS paid, max(purchase_change) AS purchase, max(payment_change) AS payment
          FROM paid_purchase GROUP BY bought_on;
        CREATE MATERIALIZED VIEW side.sales_board AS
          SELECT c.customer, c.revenue, c.revenue / d.revenue AS share, least(c.purchase_seen, d.purchase) AS purchase, least(c.payment_seen, d.payment) AS payment
          FROM (SELECT customer, revenue, max(purchase) OVER () AS purchase_seen, max(payment) OVER () AS payment_seen
                FROM side.customer_revenue ORDER BY revenue DESC, customer LIMIT 100) c
          CROSS JOIN (SELECT sum(revenue) AS revenue, max(purchase) AS purchase, max(payment) AS payment FROM side.daily_revenue) d;
        CREATE MATERIALIZED VIEW side.customer_visits AS
          SELECT customer, count(*) AS visits, count(DISTINCT page) AS pages, max(change) AS visit FROM visit GROUP BY customer;
        CREATE MATERIALIZED VIEW side.conversion AS
          SELECT v.customer, v.visits, r.revenue / v.visits AS revenue_a_visit, r.purchase, r.payment, v.visit
          FROM side.customer_visits v JOIN side.customer_revenue r ON r.customer = v.customer;
        CREATE UNIQUE INDEX ON side.customer_revenue (customer);
        CREATE UNIQUE INDEX ON side.daily_revenue (bought_on);
        CREATE UNIQUE INDEX ON side.sales_board (customer);
        CREATE UNIQUE INDEX ON side.customer_visits (customer);
        CREATE UNIQUE INDEX ON side.conversion (customer);
        """;

    private static final String PROMISED = """
        freshet: 1
        views:
          promised.customer_revenue: { change-marks: true, refresh: concurrently }
          promised.daily_revenue: { change-marks: true, refresh: concurrently }
          promised.sales_board: { change-marks: true, refresh: concurrently, freshness: 30s }
          promised.customer_visits: { change-marks: true, refresh: concurrently, freshness: 10s }
          promised.conversion: { change-marks: true, refresh: concurrently, freshness: 2m }
        """;

    /** The freshness of these is only what they are held to. */
    private static final String SCHEDULED = """
          scheduled.customer_revenue: { group: board, refresh: concurrently }
          scheduled.daily_revenue: { group: board, refresh: concurrently }
          scheduled.sales_board: { group: board, refresh: concurrently, freshness: 30s }
          scheduled.customer_visits: { refresh: concurrently, freshness: 10s, every: VISITS }
          scheduled.conversion: { refresh: concurrently, freshness: 2m, every: CONVERSION }
        groups:
          board: { every: BOARD, parallel: 2 }
        """;

    /** What a run takes beside its refreshes, as target lag reckons with it. */
    private static final Duration HANDOVER = Duration.ofMillis(400);

    private static final Duration LEAST_MARGIN = Duration.ofSeconds(1);
    private static final int MARGIN_IS_ONE_IN = 5;

    private SalesGraph() {}

    static String views(SalesSide side) {
        return VIEWS.replace("side.", side.schema() + ".").replace("SCHEMA side", "SCHEMA " + side.schema());
    }

    static String promised() {
        return PROMISED;
    }

    /**
     * The same promises kept by intervals: each as long as can be when a change comes just after a refresh has read.
     *
     * @param usual what each view of the promised side takes, by its name
     */
    static String both(Map<String, Duration> usual) {
        Duration board = way(usual, "customer_revenue", "daily_revenue", "sales_board");
        Duration visits = way(usual, "customer_visits");
        Duration conversion = way(usual, "conversion");
        long boardSeconds = every(SalesView.SALES_BOARD.promise(), board);
        // What conversion reads is itself up to so old.
        Duration left = SalesView.CONVERSION.promise().minusSeconds(boardSeconds);
        return PROMISED
                + SCHEDULED
                        .replace("VISITS", every(SalesView.CUSTOMER_VISITS.promise(), visits) + "s")
                        .replace("CONVERSION", every(left, board.plus(conversion)) + "s")
                        .replace("BOARD", boardSeconds + "s");
    }

    /** How many refreshes intervals would make that are as long as the promises, were a refresh to take no time. */
    static long fewestByInterval(Duration length) {
        long seconds = length.toSeconds();
        long visits = SalesView.CUSTOMER_VISITS.promise().toSeconds();
        long board = SalesView.SALES_BOARD.promise().toSeconds();
        long conversion = SalesView.CONVERSION.promise().toSeconds() - board;
        return seconds / visits + 3 * (seconds / board) + seconds / conversion;
    }

    private static Duration way(Map<String, Duration> usual, String... views) {
        return Arrays.stream(views)
                .map(view -> Objects.requireNonNull(usual.get(SalesSide.PROMISED.schema() + "." + view), view))
                .reduce(HANDOVER, Duration::plus);
    }

    /** With the margin that target lag leaves, so that both sides are as careful. */
    private static long every(Duration promise, Duration way) {
        Duration part = way.dividedBy(MARGIN_IS_ONE_IN);
        Duration margin = part.compareTo(LEAST_MARGIN) > 0 ? part : LEAST_MARGIN;
        return promise.minus(way).minus(margin).toSeconds();
    }
}
