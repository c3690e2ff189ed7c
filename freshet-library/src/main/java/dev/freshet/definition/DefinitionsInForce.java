// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import dev.freshet.cluster.Wakeups;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The definitions in force as this node knows them; read from the database again when told that they changed. Thread-safe. */
public final class DefinitionsInForce {

    private final DefinitionApplier applier;
    private final AtomicLong generation = new AtomicLong();
    private volatile @Nullable Known known;

    public DefinitionsInForce(DefinitionApplier applier, Wakeups wakeups) {
        this.applier = applier;
        wakeups.subscribe(message -> {
            if (message.equals(Wakeups.DEFINITIONS) || message.equals(Wakeups.RESYNC)) {
                changed();
            }
        });
    }

    /** Forgets what is known: the next question reads the database. */
    private void changed() {
        generation.incrementAndGet();
        known = null;
    }

    public Definitions all() {
        return known().all;
    }

    public Optional<ViewDefinition> findView(String name) {
        return Optional.ofNullable(known().views.get(name));
    }

    private Known known() {
        Known current = known;
        if (current != null) {
            return current;
        }
        long before = generation.get();
        Known read = Known.of(applier.current());
        // What changed while it was read is read again next time.
        if (generation.get() == before) {
            known = read;
        }
        return read;
    }

    private record Known(Definitions all, Map<String, ViewDefinition> views) {
        static Known of(Definitions all) {
            return new Known(
                    all, all.views().stream().collect(Collectors.toMap(ViewDefinition::name, Function.identity())));
        }
    }
}
