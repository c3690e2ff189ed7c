// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import dev.freshet.server.live.Topic;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page: where it stands, what it follows, and how its content is made.
 *
 * @param section null for a page outside of the navigation
 * @param title for the browser's tab
 * @param template below {@code src/main/jte}; takes parameters {@code reader} and {@code model}
 * @param topics what it shows; a change of one of them makes its content stale
 * @param model reads what the template shows
 */
public record Page(
        @Nullable Section section, String title, String template, Set<Topic> topics, Function<Reader, ?> model) {

    public Page {
        topics = Set.copyOf(topics);
    }

    /** A model that changes by the mere passing of time. */
    public interface Perishable {
        /** When it will look different although nothing happened; null for never. */
        @Nullable
        Instant perishesAt();
    }
}
