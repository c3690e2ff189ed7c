// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mark;

import dev.freshet.definition.DefinitionKind;
import dev.freshet.definition.DefinitionName;
import dev.freshet.definition.Definitions;
import dev.freshet.definition.Plan;
import dev.freshet.definition.ViewDefinition;
import dev.freshet.mark.MarkTriggerStore.Place;
import dev.freshet.mark.MarkTriggerStore.Root;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the triggers that mark changes on what views read, and takes them away where no view asks for them any more. */
public final class MarkTriggers {

    private static final Logger LOG = LoggerFactory.getLogger(MarkTriggers.class);

    /** A trigger wants a lock that waits behind writers, and makes writers wait behind it: not for long. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final DefinitionName SETTING = new DefinitionName(DefinitionKind.SETTINGS, "change-marks");

    /** Of more views than these the plan tells only how many. */
    private static final int NAMED = 5;

    private static final Duration PATIENCE_IN_BACKGROUND = Duration.ofMillis(200);

    private final Database database;
    private final MarkTriggerStore store = new MarkTriggerStore();

    public MarkTriggers(Database database) {
        this.database = database;
    }

    /** The plan with a line for each table whose marks come or go, and what they cannot or could do for a view. */
    public Plan announce(Definitions wanted, Plan plan) {
        return database.call(session -> {
            List<Place> places = store.listPlaces(session, asking(wanted));
            Plan told = plan;
            for (String source : missing(places)) {
                told = told.withEffect("installs change marks on " + source);
            }
            for (Place place : abandoned(session, places)) {
                if (place.owned()) {
                    told = told.withEffect(
                            "removes change marks from " + place.names().getFirst());
                }
            }
            return warned(session, wanted, places, told);
        });
    }

    /** Brings the triggers in line with the definitions; what has to wait is warned of, and tried again later. */
    public Plan bringAbout(Definitions wanted, Plan plan) {
        Plan told = announce(wanted, plan);
        for (Map.Entry<Place, String> waiting :
                bringInLine(asking(wanted), PATIENCE).entrySet()) {
            told = told.withWarning(
                    SETTING,
                    "the change marks of " + waiting.getKey().relation() + " wait, and are tried again: "
                            + waiting.getValue());
        }
        return told;
    }

    /** As {@link #bringAbout} for what came since: partitions, views, tables behind them. False when something waits. */
    boolean bringInLine(Definitions inForce) {
        Map<Place, String> waiting = bringInLine(asking(inForce), PATIENCE_IN_BACKGROUND);
        waiting.forEach((place, reason) ->
                LOG.info("The change marks of {} wait for a quieter moment: {}", place.relation(), reason));
        return waiting.isEmpty();
    }

    /** Whether anything may have changed since an answer was the same. */
    String catalogs(Session session) {
        return store.catalogs(session);
    }

    /** What could not be done now, with the reason. */
    private Map<Place, String> bringInLine(Collection<String> views, Duration patience) {
        List<Place> places = database.call(session -> store.listPlaces(session, views));
        List<Place> gone = database.call(session -> abandoned(session, places));
        Map<Place, String> waiting = new LinkedHashMap<>();
        for (Place place : places) {
            if (!place.installed() && place.allowed()) {
                attempt(
                        place,
                        waiting,
                        patience,
                        session -> store.install(session, place),
                        "Installed change marks on");
            }
        }
        for (Place place : gone) {
            if (place.owned()) {
                attempt(place, waiting, patience, session -> store.remove(session, place), "Removed change marks from");
            }
        }
        return waiting;
    }

    private void attempt(
            Place place, Map<Place, String> waiting, Duration patience, Consumer<Session> act, String done) {
        try {
            database.transaction("SET LOCAL lock_timeout = '" + patience.toMillis() + "ms'", session -> {
                act.accept(session);
                return place;
            });
            LOG.info("{} {}", done, place.relation());
        } catch (DatabaseException e) {
            waiting.put(place, e.getMessage());
        }
    }

    private List<Place> abandoned(Session session, List<Place> places) {
        Set<String> kept = places.stream().map(Place::relation).collect(Collectors.toSet());
        return store.listMarked(session).stream()
                .filter(place -> !kept.contains(place.relation()))
                .toList();
    }

    private Plan warned(Session session, Definitions wanted, List<Place> places, Plan plan) {
        Plan told = plan;
        for (Place place : places) {
            if (!place.installed() && !place.allowed()) {
                told = told.withWarning(
                        SETTING,
                        "changes of " + String.join(", ", place.names())
                                + " are not marked, and the lag of its views is their age, without: GRANT TRIGGER ON "
                                + place.relation() + " TO " + place.role() + ";");
            }
        }
        for (Place place : abandoned(session, places)) {
            if (!place.owned()) {
                told = told.withWarning(
                        SETTING,
                        "the change marks of " + place.relation() + " stay, and do no harm: only a member of "
                                + place.owner() + " may drop them: SELECT freshet.remove_marks('" + place.relation()
                                + "');");
            }
        }
        return hinted(session, wanted, told);
    }

    /** Names the views whose lag could be known better, in one line. */
    private Plan hinted(Session session, Definitions wanted, Plan plan) {
        Set<String> without = wanted.views().stream()
                .filter(view -> view.freshness() != null && !view.marksChanges())
                .map(ViewDefinition::name)
                .collect(Collectors.toCollection(TreeSet::new));
        store.listClockReasons(session, without).forEach(clocked -> without.remove(clocked.view()));
        Set<String> helped = store.listRoots(session, without).stream()
                .map(Root::view)
                .collect(Collectors.toCollection(TreeSet::new));
        if (helped.isEmpty()) {
            return plan;
        }
        String named = helped.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (helped.size() > NAMED ? " and " + (helped.size() - NAMED) + " more" : "");
        return plan.withWarning(
                SETTING,
                "lag is the mere age of " + named
                        + ": their sources carry no change marks; change-marks: true measures it by what changed");
    }

    private static List<String> missing(List<Place> places) {
        Set<String> sources = new TreeSet<>();
        for (Place place : places) {
            if (!place.installed() && place.allowed()) {
                sources.addAll(place.names());
            }
        }
        return new ArrayList<>(sources);
    }

    private static Set<String> asking(Definitions definitions) {
        return definitions.views().stream()
                .filter(ViewDefinition::marksChanges)
                .map(ViewDefinition::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
