// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import dev.freshet.access.Role;
import dev.freshet.server.live.LiveChanges;
import dev.freshet.server.live.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
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
    /** Anybody who looks can write any number of addresses, so what is kept is bounded by its size too. */
    private static final long MOST_CHARACTERS = 16_000_000;

    private static final int LONGEST_ADDRESS = 500;

    private final LiveChanges changes;
    /** Begins somewhere else on each node: a browser that comes from another node has none of these versions. */
    private final AtomicLong versions =
            new AtomicLong(ThreadLocalRandom.current().nextLong(1L << 52));

    private final Map<Key, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);
    private long characters;

    ContentCache(LiveChanges changes) {
        this.changes = changes;
    }

    /** The content as it was last rendered where nothing changed since, or rendered anew. */
    Content get(Key key, Set<Topic> topics, Instant now, Supplier<Rendered> renderer) {
        return get(key, topics, now, renderer, false);
    }

    /** Rendered after it was asked for in any case, for somebody who opens the page. */
    Content renew(Key key, Set<Topic> topics, Instant now, Supplier<Rendered> renderer) {
        return get(key, topics, now, renderer, true);
    }

    private Content get(Key key, Set<Topic> topics, Instant now, Supplier<Rendered> renderer, boolean anew) {
        Slot slot = slot(key);
        Content content = slot.get(topics, now, renderer, anew);
        weigh(key, slot, content.html().length());
        return content;
    }

    private Slot slot(Key key) {
        if (key.address().length() > LONGEST_ADDRESS) {
            return new Slot();
        }
        synchronized (slots) {
            Slot slot = slots.computeIfAbsent(key, absent -> new Slot());
            forgetSurplus();
            return slot;
        }
    }

    /** How many wait for somebody else to render this page. */
    int waiting(Key key) {
        return slot(key).lock.getQueueLength();
    }

    /** How much is kept, in characters. */
    long size() {
        synchronized (slots) {
            return characters;
        }
    }

    /** Counts what a slot holds now. */
    private void weigh(Key key, Slot slot, int length) {
        synchronized (slots) {
            if (slots.get(key) != slot) {
                return;
            }
            characters += length - slot.counted;
            slot.counted = length;
            forgetSurplus();
        }
    }

    /** Forgets what was asked for longest ago where it has become too much. */
    private void forgetSurplus() {
        Iterator<Slot> eldest = slots.values().iterator();
        while (slots.size() > PAGES || (characters > MOST_CHARACTERS && slots.size() > 1)) {
            characters -= eldest.next().counted;
            eldest.remove();
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
        private long renderedNanos;
        /** Guarded by the map's lock. */
        private int counted;

        Content get(Set<Topic> topics, Instant now, Supplier<Rendered> renderer, boolean anew) {
            long asked = System.nanoTime();
            lock.lock();
            try {
                // Before reading: what changes while it is read makes it stale.
                long current = changes.version(topics);
                Content last = content;
                // While this one waited, another one who asked for it may have begun and ended.
                boolean young = !anew || renderedNanos - asked >= 0;
                if (young && last != null && topicsVersion == current && !isStale(last, now)) {
                    return last;
                }
                long began = System.nanoTime();
                Rendered rendered = renderer.get();
                long version = last != null && last.html().equals(rendered.html())
                        ? last.version()
                        : versions.incrementAndGet();
                Content fresh = new Content(rendered.html(), version, now, rendered.perishesAt());
                content = fresh;
                topicsVersion = current;
                renderedNanos = began;
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
