// SPDX-License-Identifier: Apache-2.0
package dev.freshet.freshness;

import dev.freshet.definition.Definitions;
import dev.freshet.definition.Deployable;
import dev.freshet.definition.FreshnessJson;
import dev.freshet.definition.FreshnessPromise;
import dev.freshet.definition.ViewDefinition;
import dev.freshet.postgres.Session;
import java.util.ArrayList;
import java.util.List;

/** What was promised for each view, and when: written with the deployment that brings, changes or ends a promise. */
public final class PromiseStore implements Deployable {

    private static final String END_OTHERS = """
        UPDATE freshet.freshness_promise p SET ended_at = clock_timestamp()
        WHERE p.ended_at IS NULL AND NOT EXISTS (
          SELECT FROM unnest(:names::text[], :promises::text[]) AS w (name, promise)
          WHERE w.name = p.name AND w.promise::jsonb = p.promise)
        """;

    private static final String BEGIN = """
        INSERT INTO freshet.freshness_promise (name, promise)
        SELECT w.name, w.promise::jsonb FROM unnest(:names::text[], :promises::text[]) AS w (name, promise)
        WHERE NOT EXISTS (SELECT FROM freshet.freshness_promise p WHERE p.name = w.name AND p.ended_at IS NULL)
        """;

    @Override
    public void deploy(Session session, Definitions definitions, long deploymentId) {
        List<String> names = new ArrayList<>();
        List<String> promises = new ArrayList<>();
        for (ViewDefinition view : definitions.views()) {
            FreshnessPromise promise = view.freshness();
            if (promise != null) {
                names.add(view.name());
                promises.add(FreshnessJson.toJson(promise));
            }
        }
        session.query(END_OTHERS)
                .bind("names", names)
                .bind("promises", promises)
                .execute();
        session.query(BEGIN).bind("names", names).bind("promises", promises).execute();
    }
}
