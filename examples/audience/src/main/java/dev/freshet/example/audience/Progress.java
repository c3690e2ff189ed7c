// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

/**
 * How far a preparation has come.
 *
 * @param step what is being done, for people: {@code simulating history}, {@code replaying commits.csv.gz}
 * @param rows rows done so far
 * @param percent of the whole, 0 to 100
 */
public record Progress(String step, long rows, int percent) {

    static Progress of(String step, long rows, long done, long total) {
        return new Progress(step, rows, total <= 0 ? 100 : (int) Math.min(100, done * 100 / total));
    }
}
