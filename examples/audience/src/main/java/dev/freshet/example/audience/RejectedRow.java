// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

/**
 * A row of a replayed file that is no event: skipped, and kept in {@code replay_rejects}.
 *
 * @param line where it begins in the file, counted from 1 (the header)
 * @param reason the column, its value, what was expected and what became of the row
 * @param raw the row as it was read
 */
public record RejectedRow(long line, String reason, String raw) implements CommitRow {}
