// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.RefreshMode;
import dev.freshet.job.RunError;
import dev.freshet.view.ViewFinding.Severity;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What to do about a view that is due, given how it is declared and what the checks found. */
sealed interface RefreshDecision {

    /**
     * Refresh it.
     *
     * @param reason why in this way
     * @param warnings what will bite, for the audit row
     */
    record Go(boolean concurrently, String reason, List<String> warnings) implements RefreshDecision {
        String mode() {
            return concurrently ? RefreshMode.CONCURRENTLY.id() : RefreshMode.BLOCKING.id();
        }
    }

    /** Do not even try; the advice holds the DDL that mends it. */
    record Refuse(RunError error) implements RefreshDecision {}

    static RefreshDecision decide(MaterializedView view, RefreshMode declared, List<ViewFinding> findings) {
        List<ViewFinding> preventing = of(findings, Severity.PREVENTS_REFRESH);
        if (!preventing.isEmpty()) {
            return refuse(view.name() + " cannot be refreshed: ", preventing);
        }
        List<ViewFinding> preventingConcurrently = of(findings, Severity.PREVENTS_CONCURRENTLY);
        List<String> warnings =
                of(findings, Severity.WARNING).stream().map(ViewFinding::text).toList();
        return switch (declared) {
            case BLOCKING -> new Go(false, "declared blocking", searchPathWarnings(findings));
            case CONCURRENTLY ->
                preventingConcurrently.isEmpty()
                        ? new Go(true, "declared concurrently", warnings)
                        : refuse(view.name() + " cannot be refreshed concurrently: ", preventingConcurrently);
            case AUTO ->
                preventingConcurrently.isEmpty()
                        ? new Go(true, "possible", warnings)
                        : new Go(
                                false,
                                messages(preventingConcurrently),
                                Stream.concat(
                                                preventingConcurrently.stream()
                                                        .map(finding -> "blocking, so readers wait: " + finding.text()),
                                                warnings.stream())
                                        .toList());
        };
    }

    private static Refuse refuse(String beginning, List<ViewFinding> findings) {
        String ddl =
                findings.stream().map(ViewFinding::ddl).filter(Objects::nonNull).collect(Collectors.joining("\n"));
        return new Refuse(RunError.of(beginning + messages(findings), ddl));
    }

    private static String messages(List<ViewFinding> findings) {
        return findings.stream().map(ViewFinding::message).collect(Collectors.joining("; "));
    }

    /** NULLs in a key only matter where rows are compared. */
    private static List<String> searchPathWarnings(List<ViewFinding> findings) {
        return findings.stream()
                .filter(finding -> finding.kind() == ViewFinding.Kind.SEARCH_PATH)
                .map(ViewFinding::text)
                .toList();
    }

    private static List<ViewFinding> of(List<ViewFinding> findings, Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }
}
