// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.account;

import dev.freshet.access.UserAccount;
import dev.freshet.access.UserSession;
import dev.freshet.cluster.Node;
import dev.freshet.server.ServiceFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the settings show.
 *
 * @param user null for whoever came with a token
 * @param currentSession id of the session that looks
 * @param said what was done, or null
 * @param fault what went wrong, or null
 * @param facts null for those who need not know
 */
public record Settings(
        @Nullable UserAccount user,
        List<UserSession> sessions,
        long currentSession,
        String csrfToken,
        @Nullable String said,
        @Nullable String fault,
        String version,
        List<Node> nodes,
        @Nullable ServiceFacts facts) {}
