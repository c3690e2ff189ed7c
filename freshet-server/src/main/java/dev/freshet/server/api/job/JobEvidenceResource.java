// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.job;

import dev.freshet.Freshet;
import dev.freshet.job.CheckResult;
import dev.freshet.job.Run;
import dev.freshet.job.RunFilter;
import dev.freshet.server.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a job's runs left to judge them by, run by run. */
@Tag(name = "jobs")
@RestController
@RequestMapping("/api/jobs/{job}/metrics")
class JobEvidenceResource {

    private final Freshet freshet;

    JobEvidenceResource(Freshet freshet) {
        this.freshet = freshet;
    }

    @Operation(summary = "Metrics, checks and cost of a job's runs, newest first")
    @GetMapping
    Page<RunEvidence> list(
            @PathVariable String job,
            @RequestParam @Nullable String cursor,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        RunFilter filter = new RunFilter(job, null, Page.number(cursor), Page.checkedLimit(limit) + 1);
        List<RunEvidence> runs = freshet.database().call(session -> {
            freshet.jobs().load(session, job);
            return freshet.runs().list(session, filter).stream()
                    .map(RunEvidence::of)
                    .toList();
        });
        return Page.of(runs, limit, run -> Long.toString(run.run()));
    }

    /** What one run left. */
    record RunEvidence(
            long run,
            String state,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Long deploymentId,
            Map<String, Object> metrics,
            List<CheckResult> checks,
            Map<String, Object> cost) {

        static RunEvidence of(Run run) {
            return new RunEvidence(
                    run.id(),
                    run.state().id(),
                    run.startedAt(),
                    run.endedAt(),
                    run.deploymentId(),
                    run.metrics(),
                    CheckResult.listOf(run.checks()),
                    run.costs());
        }
    }
}
