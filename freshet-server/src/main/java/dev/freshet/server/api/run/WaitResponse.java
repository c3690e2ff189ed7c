// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.run;

import dev.freshet.job.Backend;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session in the way of a run.
 *
 * @param backend the run's backend that waits
 * @param since when the wait began
 * @param query what the run's backend wants to do
 * @param blockerSince when the transaction of the session in the way began
 */
public record WaitResponse(
        int backend,
        @Nullable Instant since,
        @Nullable String query,
        int blockerPid,
        @Nullable String blockerUser,
        @Nullable String blockerApplication,
        @Nullable String blockerState,
        @Nullable Instant blockerSince,
        @Nullable String blockerQuery) {

    static List<WaitResponse> of(List<Backend> backends) {
        return backends.stream()
                .flatMap(backend -> backend.blockers().stream()
                        .map(blocker -> new WaitResponse(
                                backend.pid(),
                                backend.waitingSince(),
                                backend.query(),
                                blocker.pid(),
                                blocker.user(),
                                blocker.application(),
                                blocker.state(),
                                blocker.since(),
                                blocker.query())))
                .toList();
    }
}
