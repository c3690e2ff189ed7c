// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import dev.freshet.access.Role;
import dev.freshet.server.live.LiveChanges;
import dev.freshet.server.live.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Renders the content of a page once for everybody who looks at it, until something it shows has changed.
 *
 * <p>What changes without anybody saying so (sizes, catalogs) is looked at again after {@link #LONGEST}. Thread-safe; those
 * who ask for the same page at once wait for one of them to render it.
 */
@Component
class ContentCache {

    static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int PAGES = 500;

    private final LiveChanges changes;
    private final AtomicLong versions = new AtomicLong(System.currentTimeMillis() * 1_000);
    private final Map<Key, Slot> slots = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Slot> eldest) {
            return size() > PAGES;
        }
    };

    ContentCache(LiveChanges changes) {
        this.changes = changes;
    }

    /** The content as it was last rendered where nothing changed since, or rendered anew. */
    Content get(Key key, Set<Topic> topics, Instant now, Supplier<Rendered> renderer) {
        return slot(key).get(topics, now, renderer, false);
    }

    /** Rendered anew in any case, for somebody who opens the page. */
    Content renew(Key key, Set<Topic> topics, Instant now, Supplier<Rendered> renderer) {
        return slot(key).get(topics, now, renderer, true);
    }

    private Slot slot(Key key) {
        synchronized (slots) {
            return slots.computeIfAbsent(key, absent -> new Slot());
        }
    }

    /** Whose content is the same. */
    record Key(String address, Role role, ZoneId zone) {}

    /** What a renderer makes. */
    record Rendered(String html, @Nullable Instant perishesAt) {}

    private final class Slot {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable Content content;
        private long topicsVersion;

        Content get(Set<Topic> topics, Instant now, Supplier<Rendered> renderer, boolean anew) {
            lock.lock();
            try {
                // Before reading: what changes while it is read makes it stale.
                long current = changes.version(topics);
                Content last = content;
                if (!anew && last != null && topicsVersion == current && !isStale(last, now)) {
                    return last;
                }
                Rendered rendered = renderer.get();
                long version = last != null && last.html().equals(rendered.html())
                        ? last.version()
                        : versions.incrementAndGet();
                Content fresh = new Content(rendered.html(), version, now, rendered.perishesAt());
                content = fresh;
                topicsVersion = current;
                return fresh;
            } finally {
                lock.unlock();
            }
        }

        private static boolean isStale(Content content, Instant now) {
            Instant perishes = content.perishesAt();
            return content.renderedAt().plus(LONGEST).isBefore(now) || (perishes != null && !perishes.isAfter(now));
        }
    }
}
