// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.Freshet;
import dev.freshet.cluster.Node;
import dev.freshet.definition.JobSpec;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.Attempt;
import dev.freshet.job.Backend;
import dev.freshet.job.BackendStore;
import dev.freshet.job.Job;
import dev.freshet.job.Run;
import dev.freshet.job.RunFilter;
import dev.freshet.job.RunQueries;
import dev.freshet.job.RunState;
import dev.freshet.postgres.Session;
import dev.freshet.server.dashboard.Reader;
import dev.freshet.view.Refresh;
import dev.freshet.view.RefreshStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads what the pages about runs show. */
@Component
class RunReader {

    private static final int NODES = 200;
    private static final int REFRESHES = 500;
    private static final int ACTS = 20;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Freshet freshet;
    private final BackendStore backends = new BackendStore();
    private final RefreshStore refreshes = new RefreshStore();

    RunReader(Freshet freshet) {
        this.freshet = freshet;
    }

    /** Whether there is such a run, and where it stands. */
    @Nullable
    Run find(long id) {
        return freshet.database()
                .call(session -> freshet.runs().find(session, id))
                .orElse(null);
    }

    RunDetails read(long id, Reader reader) {
        return freshet.database().call(session -> read(session, load(session, id), reader.now()));
    }

    RunList list(RunFilter filter) {
        // One more than is shown says whether more follow.
        List<Run> runs = freshet.database()
                .call(session -> freshet.runs()
                        .list(
                                session,
                                new RunFilter(
                                        filter.job(),
                                        filter.state(),
                                        filter.trigger(),
                                        filter.since(),
                                        filter.before(),
                                        filter.limit() + 1)));
        boolean more = runs.size() > filter.limit();
        return new RunList(more ? runs.subList(0, filter.limit()) : runs, more);
    }

    private Run load(Session session, long id) {
        return freshet.runs()
                .find(session, id)
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.RUN_NOT_FOUND, "There is no run " + id + "; it may have been pruned."));
    }

    private RunDetails read(Session session, Run run, Instant now) {
        RunQueries runs = freshet.runs();
        Job job = freshet.jobs().find(session, run.job()).orElse(null);
        @Nullable
        RunItemsShown items = RunItemsShown.read(session, run, freshet.items().mask(session, run));
        List<Attempt> attempts = runs.listAttempts(session, run.id());
        boolean refresh = job == null || job.definition().spec() instanceof JobSpec.Refresh;
        List<Refresh> made = refresh
                ? refreshes.list(session, null, null, run.id(), null, REFRESHES).reversed()
                : List.of();
        return new RunDetails(
                run,
                job,
                attempts,
                Fault.of(run, job),
                run.state() == RunState.QUEUED ? waiting(session, run, job, now) : null,
                working(session, run),
                run.state().isActive() ? null : runs.findRetry(session, run).orElse(null),
                made,
                freshet.audit().listAbout(session, "run", List.of(Long.toString(run.id())), ACTS),
                json(run.parameters()),
                RunEvidence.read(freshet, session, run),
                RunChoices.of(session, run, job, items),
                items,
                RunArtifacts.read(session, run),
                now);
    }

    private List<Backend> working(Session session, Run run) {
        Long attempt = run.attemptId();
        boolean works = run.state() == RunState.RUNNING || run.state() == RunState.STOPPING;
        return works && attempt != null ? backends.list(session, attempt) : List.of();
    }

    private WaitReason waiting(Session session, Run run, @Nullable Job job, Instant now) {
        List<Node> nodes = freshet.nodes().list(session, NODES).stream()
                .filter(node -> node.closedAt() == null && node.leasedUntil().isAfter(now))
                .toList();
        long working = freshet.runs().countActive(session).stream()
                .filter(count -> count.state() != RunState.QUEUED)
                .mapToLong(RunQueries.StateCount::runs)
                .sum();
        return WaitReason.of(run, job, freshet.runs().listActive(session, run.job(), 1), nodes, working, now);
    }

    private static @Nullable String json(Map<String, Object> values) {
        return values.isEmpty() ? null : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values);
    }
}
