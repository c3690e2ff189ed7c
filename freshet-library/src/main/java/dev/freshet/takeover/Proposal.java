// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A definition for review.
 *
 * @param section of the file
 * @param keys texts, numbers, truth values, and mappings of them
 * @param origin where it comes from, for a comment
 * @param remarks what a reviewer must know, for comments
 * @param active false to write it as a comment
 */
public record Proposal(
        Section section,
        String name,
        SequencedMap<String, Object> keys,
        String origin,
        List<String> remarks,
        boolean active) {

    public Proposal {
        keys = new LinkedHashMap<>(keys);
        remarks = List.copyOf(remarks);
    }

    /** The sections of a definition file. */
    public enum Section {
        JOBS,
        GROUPS,
        VIEWS;

        String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
