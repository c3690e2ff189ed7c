// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.audit.Actor;
import dev.freshet.definition.Definitions;
import dev.freshet.definition.DidYouMean;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.RunControl;
import dev.freshet.job.Trigger;
import dev.freshet.lag.PromiseReckoner;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What people do to views: look at one closely, refresh it now, and ask what another promise would cost. */
public final class ViewControl {

    private final Database database;
    private final RunControl control;
    private final Supplier<ViewCatalog> catalog;
    private final PromiseReckoner reckoner;
    private final ViewStore views = new ViewStore();
    private final ViewChecks checks = new ViewChecks(views);

    public ViewControl(
            Database database, RunControl control, Supplier<ViewCatalog> catalog, Supplier<Definitions> definitions) {
        this.database = database;
        this.control = control;
        this.catalog = catalog;
        reckoner = new PromiseReckoner(database, definitions, RefreshQueries::listCosts);
    }

    /**
     * The view of that name, declared or existing.
     *
     * @throws FreshetException VIEW_NOT_FOUND
     */
    public ViewCatalog.Entry load(String name) {
        ViewCatalog current = catalog.get();
        return current.find(name).orElseThrow(() -> {
            List<String> names =
                    current.list().stream().map(ViewCatalog.Entry::name).toList();
            return new FreshetException(
                    ErrorCode.VIEW_NOT_FOUND,
                    "There is no view named " + name + ", neither declared nor in the database."
                            + DidYouMean.question(name, names) + " GET /api/views or freshet views lists them.");
        });
    }

    /** Looks at an existing view closely; never waits long for a refresh that blocks. */
    public Inspection inspect(MaterializedView view) {
        try (Session session = database.openDirect()) {
            session.execute("SET lock_timeout = '500ms'");
            return new Inspection(definition(session, view), checks.check(session, view));
        }
    }

    /**
     * Queues a refresh of one view now.
     *
     * @param idempotencyKey a second call with the same key answers the first one's run; null for none
     * @return the run's id
     * @throws FreshetException VIEW_NOT_FOUND, or INVALID_ARGUMENT when it exists but is not declared
     */
    public long refresh(String name, Trigger trigger, Actor actor, @Nullable String idempotencyKey) {
        ViewCatalog.Entry entry = load(name);
        if (entry.definition() == null) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "View " + name + " exists but is not declared; add it under views: and apply");
        }
        return control.runNow(entry.definition().name(), Map.of(), trigger, actor, idempotencyKey);
    }

    /** What other promises for a view or a group would cost. */
    public PromiseReckoner reckoner() {
        return reckoner;
    }

    private @Nullable String definition(Session session, MaterializedView view) {
        try {
            return views.definition(session, view);
        } catch (DatabaseException e) {
            if (e.error().isLockTimeout()) {
                return null;
            }
            throw e;
        }
    }

    /**
     * What a close look found.
     *
     * @param query the view's query; null while the view is locked
     * @param findings what prevents a refresh or will bite one day
     */
    public record Inspection(@Nullable String query, List<ViewFinding> findings) {
        public Inspection {
            findings = List.copyOf(findings);
        }
    }
}
