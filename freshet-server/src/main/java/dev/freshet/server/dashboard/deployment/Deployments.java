// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.deployment;

import dev.freshet.definition.Deployment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the list of deployments, the latest first.
 *
 * @param before they have smaller ids; null for the latest
 * @param older where the next page begins, or null at the end
 */
public record Deployments(
        List<Deployment> shown,
        @Nullable Long before,
        @Nullable Long older) {

    /** Whether it is the one in force: the latest of all. */
    public boolean isInForce(Deployment deployment) {
        return before == null && deployment.equals(shown.getFirst());
    }

    /** Where definitions came from, in words. */
    public static String from(String origin) {
        return switch (origin) {
            case "serve" -> "the service's own file";
            case "cli" -> "the command line";
            case "api" -> "the API";
            case "java" -> "a program";
            default -> origin;
        };
    }
}
