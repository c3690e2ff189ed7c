// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What one phase cost.
 *
 * @param transactions of the database
 * @param serviceCpu time on the processor of the service
 * @param databaseCpu time on the processor of PostgreSQL
 * @param bytesSent by the web server
 * @param requests answered by the web server
 * @param residentKib memory of the service at the end
 */
record Reading(
        String phase,
        Duration length,
        long transactions,
        Duration serviceCpu,
        Duration databaseCpu,
        long bytesSent,
        long requests,
        long residentKib) {

    static String table(List<Reading> readings) {
        StringBuilder table = new StringBuilder("""
            | Phase | Transactions/s | Service CPU | PostgreSQL CPU | Sent | Requests/s | Service memory |
            |---|---:|---:|---:|---:|---:|---:|
            """);
        readings.forEach(reading -> table.append(reading.row()));
        return table.toString();
    }

    private String row() {
        double seconds = length.toMillis() / 1000.0;
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f %% | %.1f %% | %.1f KiB/s | %.1f | %d MiB |%n",
                phase,
                transactions / seconds,
                100 * serviceCpu.toMillis() / 1000.0 / seconds,
                100 * databaseCpu.toMillis() / 1000.0 / seconds,
                bytesSent / 1024.0 / seconds,
                requests / seconds,
                residentKib / 1024);
    }
}
