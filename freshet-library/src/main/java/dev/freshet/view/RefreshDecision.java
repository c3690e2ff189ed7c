// SPDX-License-Identifier: Apache-2.0
package dev.freshet.view;

import dev.freshet.definition.RefreshMode;
import dev.freshet.definition.ViewDefinition;
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
     * @param mode the way it goes; never {@code AUTO}
     * @param reason why in this way
     * @param warnings what will bite, for the audit row
     */
    record Go(RefreshMode mode, String reason, List<String> warnings) implements RefreshDecision {}

    /** Do not even try; the advice holds the DDL that mends it. */
    record Refuse(RunError error) implements RefreshDecision {}

    /**
     * Decides.
     *
     * @param past the view's last successful refreshes, newest first
     */
    static RefreshDecision decide(
            MaterializedView view, ViewDefinition definition, List<ViewFinding> findings, List<PastRefresh> past) {
        List<ViewFinding> preventing = of(findings, Severity.PREVENTS_REFRESH);
        if (!preventing.isEmpty()) {
            return refuse(view.name() + " cannot be refreshed: ", preventing);
        }
        List<ViewFinding> preventingConcurrently = of(findings, Severity.PREVENTS_CONCURRENTLY);
        List<String> warnings =
                of(findings, Severity.WARNING).stream().map(ViewFinding::text).toList();
        return switch (definition.refresh()) {
            case BLOCKING -> new Go(RefreshMode.BLOCKING, "declared blocking", searchPathWarnings(findings));
            case CONCURRENTLY -> concurrently(view, findings);
            case SWAP -> {
                List<ViewFinding> preventingSwap = of(findings, Severity.PREVENTS_SWAP);
                yield preventingSwap.isEmpty()
                        ? new Go(RefreshMode.SWAP, "declared swap", searchPathWarnings(findings))
                        : refuse(view.name() + " cannot be refreshed by swap: ", preventingSwap);
            }
            case AUTO ->
                preventingConcurrently.isEmpty()
                        ? chosen(definition, findings, warnings, past)
                        : new Go(
                                RefreshMode.BLOCKING,
                                messages(preventingConcurrently),
                                Stream.concat(
                                                preventingConcurrently.stream()
                                                        .map(finding -> "blocking, so readers wait: " + finding.text()),
                                                warnings.stream())
                                        .toList());
        };
    }

    /** Concurrently or not at all. */
    static RefreshDecision concurrently(MaterializedView view, List<ViewFinding> findings) {
        List<ViewFinding> preventing = findings.stream()
                .filter(finding -> finding.severity() == Severity.PREVENTS_REFRESH
                        || finding.severity() == Severity.PREVENTS_CONCURRENTLY)
                .toList();
        return preventing.isEmpty()
                ? new Go(
                        RefreshMode.CONCURRENTLY,
                        "declared concurrently",
                        of(findings, Severity.WARNING).stream()
                                .map(ViewFinding::text)
                                .toList())
                : refuse(view.name() + " cannot be refreshed concurrently: ", preventing);
    }

    private static Go chosen(
            ViewDefinition definition, List<ViewFinding> findings, List<String> warnings, List<PastRefresh> past) {
        AutoChoice choice = AutoChoice.of(past, LockPatience.of(definition).timeout());
        boolean blocking = choice.mode() == RefreshMode.BLOCKING;
        return new Go(choice.mode(), choice.reason(), blocking ? searchPathWarnings(findings) : warnings);
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
