// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

/** What became of one row of the file: an event, or a reject. */
sealed interface CommitRow permits CommitRow.Event, RejectedRow {

    /** An analysis at the time it really happened. */
    record Event(Analysis analysis) implements CommitRow {}
}
