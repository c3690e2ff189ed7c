// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.DefinitionKind;
import dev.freshet.definition.DefinitionName;
import dev.freshet.definition.Definitions;
import dev.freshet.definition.Plan;
import dev.freshet.definition.ViewDefinition;
import dev.freshet.postgres.Session;

/** Warns of declared views that do not exist (yet): their refreshes wait until they do. */
public final class MissingViews {

    private MissingViews() {}

    /** The plan with a warning beside each such view. */
    public static Plan warn(Session session, Definitions definitions, Plan plan) {
        ViewStore views = new ViewStore();
        Plan warned = plan;
        for (ViewDefinition view : definitions.views()) {
            if (views.find(session, view.name()).isEmpty()) {
                warned = warned.withWarning(
                        new DefinitionName(DefinitionKind.VIEW, view.name()),
                        "there is no materialized view " + view.name()
                                + " in the database; its refreshes wait until there is");
            }
        }
        return warned;
    }
}
