// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mark;

import dev.freshet.cluster.Agent;
import dev.freshet.definition.Definitions;
import dev.freshet.definition.ViewDefinition;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps change marks true and few: brings triggers in line with what views read, looks for changes that no trigger told
 * of, and throws away the marks nobody needs. On every node; one of them at a time does the looking.
 */
public final class MarkKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MarkKeeper.class);
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration WHEN_BUSY = Duration.ofSeconds(3);
    private static final Duration WHEN_ANOTHER_IS_AT_IT = Duration.ofSeconds(5);
    private static final long BUSY = 1_000;
    /** No refresh shall wait long to begin: marks are thrown away in parts, and for so long at a time. */
    private static final int MARKS_AT_ONCE = 20_000;

    private static final int PARTS = 20;
    private static final Duration KEEP_ACTIVITY = Duration.ofDays(35);

    private final Database database;
    private final Supplier<Definitions> definitions;
    private final MarkTriggers triggers;
    private final MarkStore store = new MarkStore();
    private final Agent agent = new Agent("mark-keeper", this::keep);
    private @Nullable Known known;

    public MarkKeeper(Database database, MarkTriggers triggers, Supplier<Definitions> definitions) {
        this.database = database;
        this.triggers = triggers;
        this.definitions = definitions;
    }

    public void start() {
        agent.start();
    }

    @Override
    public void close() {
        agent.close();
    }

    public Agent.Vitals vitals() {
        return agent.vitals();
    }

    /** Does the work now, for definitions that were just applied; what cannot be done now is done soon. */
    public void keepNow(Definitions applied) {
        try {
            keep(applied);
        } catch (DatabaseException e) {
            LOG.info("Change marks wait for a quieter moment: {}", e.getMessage());
        }
        agent.wake();
    }

    private Duration keep() {
        return keep(definitions.get());
    }

    private synchronized Duration keep(Definitions inForce) {
        Known current = new Known(inForce, database.call(triggers::catalogs));
        boolean changed = !current.equals(known);
        boolean complete = !changed || triggers.bringInLine(inForce);
        if (!database.transaction(session -> look(session, inForce, changed))) {
            return WHEN_ANOTHER_IS_AT_IT;
        }
        known = complete ? current : null;
        return compact() > BUSY ? WHEN_BUSY : EVERY;
    }

    /** False when another node looks. A group with one data time keeps marks from being thrown away, but nobody from this. */
    private boolean look(Session session, Definitions inForce, boolean changed) {
        if (!store.tryToLook(session)) {
            return false;
        }
        store.forgetSources(session);
        if (changed) {
            store.meet(
                    session, inForce.views().stream().map(ViewDefinition::name).toList());
        }
        List<SourceLook> looks = store.observe(session);
        for (SourceLook look : looks) {
            if (look.isNews()) {
                store.note(session, look);
                Optional.ofNullable(look.finding().tripped())
                        .ifPresent(tripped -> LOG.info("Marked a change that no trigger told of: {}", tripped));
            }
        }
        store.looked(session, looks);
        store.pruneActivity(session, KEEP_ACTIVITY);
        return true;
    }

    /** As long as there is much to throw away and no refresh begins to read; answers how many marks went. */
    private long compact() {
        long all = 0;
        for (int part = 0; part < PARTS; part++) {
            long removed = database.transaction(session -> {
                if (!store.tryToCompact(session)) {
                    return 0L;
                }
                store.forgetReadings(session);
                return store.compact(session, MARKS_AT_ONCE);
            });
            all += removed;
            if (removed <= BUSY) {
                break;
            }
        }
        return all;
    }

    private record Known(Definitions definitions, String catalogs) {}
}
