// SPDX-License-Identifier: Apache-2.0
package dev.freshet.mark;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One source at the last look and now: whether it changed without a trigger telling of it.
 *
 * @param source its OID
 * @param tracked whether its changes were all marked so far
 * @param regrouped whether partitions or children came or went
 * @param truncated whether a TRUNCATE was marked since
 * @param markedAt its last mark, or null
 * @param count what PostgreSQL's statistics had counted
 * @param countedNow what they count now; null for what is not a table
 */
record SourceLook(
        long source,
        String name,
        boolean tracked,
        boolean regrouped,
        boolean truncated,
        @Nullable Instant markedAt,
        Seen before,
        Seen after,
        Count count,
        @Nullable Long countedNow) {

    /** Statistics come later than the change. A mark so shortly before the last look may hide a change that has none. */
    private static final Duration STATISTICS_ARE_LATE = Duration.ofSeconds(15);

    /** The parts of a table's fingerprint. */
    private static final String BETWEEN_PARTS = " \\| ";

    private static final int FILES = 0;
    private static final int COLUMNS = 1;
    private static final int TRIGGERS = 2;

    private static final Duration UNEXPLAINED_FOR = Duration.ofMinutes(2);

    Instant now() {
        return after.at();
    }

    boolean isFunction() {
        return name.endsWith(")");
    }

    /** Whether there is anything to record beside the time. */
    boolean isNews() {
        Finding finding = finding();
        return finding.tripped() != null
                || (!tracked && after.reason() == null)
                || !Objects.equals(before.reason(), after.reason())
                || !Objects.equals(before.fingerprint(), after.fingerprint())
                || !finding.count().equals(count);
    }

    Finding finding() {
        Count counted = counted();
        String tripped = tripped(counted);
        // As early as it can have been: between the last look and this one.
        Instant since = count.grownSince() == null || !isUnexplained(counted) ? before.at() : count.grownSince();
        return new Finding(tripped, since, isUnexplained(counted) ? baseline() : counted);
    }

    private @Nullable String tripped(Count counted) {
        if (regrouped) {
            return "partitions or children of " + name + " came or went";
        }
        boolean changed = before.fingerprint() != null && !before.fingerprint().equals(after.fingerprint());
        if (changed && countedNow == null) {
            return "the definition of " + name + " was replaced";
        }
        if (changed && !truncated && differs(FILES)) {
            return "the file of " + name + " was rewritten or exchanged";
        }
        if (changed && differs(COLUMNS)) {
            return "the columns of " + name + " were altered";
        }
        // What was not tracked at the last look is so from this one on only.
        if (changed && tracked && differs(TRIGGERS)) {
            return "the change marks of " + name + " were disabled or altered for a while";
        }
        return isUnexplained(counted) ? "rows of " + name + " changed while no trigger marked it" : null;
    }

    private boolean differs(int part) {
        return !part(before.fingerprint(), part).equals(part(after.fingerprint(), part));
    }

    private static String part(@Nullable String fingerprint, int part) {
        String[] parts = fingerprint == null ? new String[0] : fingerprint.split(BETWEEN_PARTS, -1);
        return part < parts.length ? parts[part] : "";
    }

    private Count counted() {
        Long known = count.counted();
        if (countedNow == null || countedNow.equals(known)) {
            return count;
        }
        if (known == null || countedNow < known || isExplained()) {
            return baseline();
        }
        return new Count(known, count.at(), count.grownSince() == null ? before.at() : count.grownSince());
    }

    private boolean isExplained() {
        return after.reason() != null
                || count.at() == null
                || (markedAt != null && !markedAt.isBefore(before.at().minus(STATISTICS_ARE_LATE)));
    }

    private boolean isUnexplained(Count counted) {
        Instant since = counted.grownSince();
        return since != null && Duration.between(since, now()).compareTo(UNEXPLAINED_FOR) >= 0;
    }

    private Count baseline() {
        return new Count(countedNow, now(), null);
    }

    /**
     * What the catalogs say.
     *
     * @param reason why changes may go unmarked, or null
     */
    record Seen(
            Instant at,
            @Nullable String fingerprint,
            @Nullable String reason) {}

    /**
     * Rows written as PostgreSQL's statistics count them.
     *
     * @param at when the count was last known to agree with the marks
     * @param grownSince since when it has grown without a mark, or null
     */
    record Count(
            @Nullable Long counted,
            @Nullable Instant at,
            @Nullable Instant grownSince) {}

    /**
     * What a look found.
     *
     * @param tripped what gave a change away, or null where there was none
     * @param changedAt since when it may have been there
     */
    record Finding(@Nullable String tripped, Instant changedAt, Count count) {}
}
