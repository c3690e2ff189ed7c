// SPDX-License-Identifier: Apache-2.0
package dev.freshet.change;

import dev.freshet.change.ChangeTriggerStore.Place;
import dev.freshet.definition.DefinitionKind;
import dev.freshet.definition.DefinitionName;
import dev.freshet.definition.Definitions;
import dev.freshet.definition.JobDefinition;
import dev.freshet.definition.Plan;
import dev.freshet.definition.TrackedTable;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Installs the triggers that record changes where a job tracks a table, and removes them where none does any more. */
public final class ChangeTriggers {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeTriggers.class);

    private final Database database;
    private final ChangeTriggerStore store = new ChangeTriggerStore();

    public ChangeTriggers(Database database) {
        this.database = database;
    }

    /** The plan with a line for each table whose triggers come or go, and a warning for each that cannot have them. */
    public Plan announce(Definitions wanted, Plan plan) {
        return database.call(session -> {
            Plan told = plan;
            for (String table : tables(wanted)) {
                List<Place> tree = store.tree(session, table);
                if (tree.stream().anyMatch(place -> !place.installed())
                        && missingGrants(tree).isEmpty()) {
                    told = told.withEffect("installs change triggers on " + table);
                }
            }
            for (String table : abandoned(session, wanted)) {
                told = told.withEffect("removes change triggers from " + table);
            }
            return warned(session, wanted, told);
        });
    }

    /**
     * Refuses definitions whose tables Freshet's role may not put triggers on.
     *
     * @throws FreshetException FORBIDDEN_IN_DATABASE with every missing grant
     */
    public void check(Definitions wanted) {
        List<String> grants = database.call(session -> tables(wanted).stream()
                .flatMap(table -> missingGrants(store.tree(session, table)).stream())
                .toList());
        if (!grants.isEmpty()) {
            throw new FreshetException(
                    ErrorCode.MISSING_GRANT,
                    "Changes cannot be tracked: Freshet's role may not create triggers on the tables. Nothing was"
                            + " applied. As their owner, run: " + String.join(" ", grants));
        }
    }

    /** Brings the triggers in line with the definitions; what has to wait is warned of, and done at a run's start. */
    public Plan bringAbout(Definitions wanted, Plan plan) {
        Plan told = announce(wanted, plan);
        for (String table : tables(wanted)) {
            try {
                install(table);
            } catch (DatabaseException e) {
                told = warnEach(wanted, table, told, "the change triggers of " + table + " wait: " + e.getMessage());
            }
        }
        for (Place place : database.call(store::listTracked)) {
            if (!tables(wanted).contains(place.table())) {
                told = remove(place, told);
            }
        }
        return told;
    }

    /**
     * Makes sure that a table carries its triggers.
     *
     * @return whether the table exists
     * @throws DatabaseException where they cannot be created now
     */
    public boolean install(String table) {
        List<Place> tree = database.call(session -> store.tree(session, table));
        for (Place place : tree) {
            if (!place.installed()) {
                database.transaction(session -> {
                    store.install(session, place);
                    return place;
                });
                LOG.info("Installed change triggers on {}", place.relation());
            }
        }
        return !tree.isEmpty();
    }

    /** The {@code GRANT}s that a table's triggers lack. */
    public List<String> missingGrants(String table) {
        return database.call(session -> missingGrants(store.tree(session, table)));
    }

    private Plan remove(Place place, Plan plan) {
        try {
            database.transaction(session -> {
                store.remove(session, place);
                return place;
            });
            LOG.info("Removed change triggers from {}", place.relation());
            return plan;
        } catch (DatabaseException e) {
            return plan.withWarning(
                    new DefinitionName(DefinitionKind.SETTINGS, "track-changes"),
                    "the change triggers of " + place.relation() + " stay, and do nothing: " + e.getMessage()
                            + (place.owned()
                                    ? ""
                                    : "; only a member of " + place.owner() + " may drop them: SELECT"
                                            + " freshet.untrack_changes('" + place.relation() + "');"));
        }
    }

    private Set<String> abandoned(Session session, Definitions wanted) {
        Set<String> gone =
                store.listTracked(session).stream().map(Place::table).collect(Collectors.toCollection(TreeSet::new));
        gone.removeAll(tables(wanted));
        return gone;
    }

    private Plan warned(Session session, Definitions wanted, Plan plan) {
        Plan told = plan;
        for (String table : tables(wanted)) {
            List<Place> tree = store.tree(session, table);
            if (tree.isEmpty()) {
                told = warnEach(
                        wanted,
                        table,
                        told,
                        "there is no table " + table + " in the database; its changes are tracked once there is");
            }
            List<String> grants = missingGrants(tree);
            if (!grants.isEmpty()) {
                told = warnEach(
                        wanted,
                        table,
                        told,
                        "changes of " + table + " cannot be tracked without: " + String.join(" ", grants));
            }
        }
        return told;
    }

    private static Plan warnEach(Definitions wanted, String table, Plan plan, String warning) {
        Plan told = plan;
        for (JobDefinition job : wanted.allJobs()) {
            if (names(job).contains(table)) {
                told = told.withWarning(new DefinitionName(DefinitionKind.JOB, job.name()), warning);
            }
        }
        return told;
    }

    private static List<String> missingGrants(List<Place> tree) {
        List<String> grants = new ArrayList<>();
        for (Place place : tree) {
            if (!place.installed() && !place.allowed()) {
                grants.add("GRANT TRIGGER ON " + place.relation() + " TO " + place.role() + ";");
            }
        }
        return grants;
    }

    private static Set<String> tables(Definitions wanted) {
        return wanted.allJobs().stream()
                .flatMap(job -> names(job).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> names(JobDefinition job) {
        return job.evidence().trackChanges().stream().map(TrackedTable::table).toList();
    }
}
