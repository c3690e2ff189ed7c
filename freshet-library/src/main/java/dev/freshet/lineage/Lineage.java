// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

import dev.freshet.definition.Definitions;
import dev.freshet.definition.DidYouMean;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What people ask of lineage: the whole of it, one thing's surroundings, and the ways from one relation to another. */
public final class Lineage {

    private final Database database;
    private final Supplier<Definitions> definitions;
    private final LineageStore store = new LineageStore();

    public Lineage(Database database, Supplier<Definitions> definitions) {
        this.database = database;
        this.definitions = definitions;
    }

    /** Everything, as it is now. */
    public LineageMap map() {
        Definitions current = definitions.get();
        return new LineageMap(database.call(store::whole), current);
    }

    /**
     * The node of a name; a table that nothing reads is one too, alone.
     *
     * @throws FreshetException RELATION_NOT_FOUND
     */
    public LineageNode load(LineageMap map, String name) {
        return map.find(name).orElseGet(() -> database.call(session -> load(session, name)));
    }

    /**
     * Every way along which rows of one relation come into another. It has none where the second does not read the first,
     * directly or through others.
     *
     * @param cursor where to go on, or null to begin
     * @throws FreshetException RELATION_NOT_FOUND; REFUSED or INVALID_ARGUMENT for a cursor that does not fit
     */
    public SimplePaths paths(String from, String to, @Nullable String cursor) {
        return database.call(session -> {
            Relation source = load(session, from);
            Relation target = load(session, to);
            DependencyGraph graph =
                    isFunction(target) ? store.whole(session) : store.upstreamOf(session, List.of(target.oid()));
            Map<Relation, Set<Relation>> parents = isFunction(source) ? Map.of() : store.parentsOf(session, source);
            return SimplePaths.of(graph.with(parents).readers(), source, target, cursor);
        });
    }

    private static boolean isFunction(Relation relation) {
        return relation.kind() == RelationKind.FUNCTION || relation.kind() == RelationKind.OPAQUE_FUNCTION;
    }

    private Relation load(Session session, String name) {
        Optional<Relation> relation = store.find(session, name);
        return relation.orElseGet(() -> loadFunction(session, name));
    }

    private Relation loadFunction(Session session, String name) {
        return store.whole(session).relations().stream()
                .filter(relation -> relation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> names = store.listRelations(session).stream()
                            .map(Relation::name)
                            .toList();
                    return new FreshetException(
                            ErrorCode.RELATION_NOT_FOUND,
                            "There is no table, view or function named " + name + " in the database."
                                    + DidYouMean.question(name, names)
                                    + " GET /api/lineage or freshet lineage tells what reads what.");
                });
    }
}
