// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where alerts are told, and which of them.
 *
 * @param webhook with {@code ${NAME}} for environment variables of the node, or null
 * @param email who is mailed; may be empty
 * @param log whether the service's log gets a line
 * @param on what it is told about
 * @param only patterns of the names it is told about; empty for all
 * @param owner only what this owner answers for; null for everything
 * @param remind how long after a message an alert that is still open is told again; null for never
 */
public record ChannelDefinition(
        String name,
        @Nullable String webhook,
        List<String> email,
        boolean log,
        List<AlertKind> on,
        List<String> only,
        @Nullable String owner,
        @Nullable Duration remind) {

    public ChannelDefinition {
        email = List.copyOf(email);
        on = List.copyOf(on);
        only = List.copyOf(only);
    }

    /**
     * Whether an alert is told here.
     *
     * @param subject the name it is about
     * @param answering who answers for that, or null
     */
    public boolean wants(AlertKind kind, String subject, @Nullable String answering) {
        return on.contains(kind)
                && (only.isEmpty() || only.stream().anyMatch(pattern -> new NamePattern(pattern).matches(subject)))
                && (owner == null || owner.equals(answering));
    }
}
