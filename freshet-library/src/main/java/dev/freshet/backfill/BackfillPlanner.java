// SPDX-License-Identifier: Apache-2.0
package dev.freshet.backfill;

import dev.freshet.cron.Tick;
import dev.freshet.cron.TickSequence;
import dev.freshet.definition.JobDefinition;
import dev.freshet.definition.ScheduleDefinition;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.job.Job;
import dev.freshet.schedule.TickForecast;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what a backfill would do, and refuses what would hurt. */
final class BackfillPlanner {

    static final int MOST_SLICES = 10_000;
    static final int MOST_PARALLEL = 100;

    private final TickForecast forecast = new TickForecast();

    /**
     * Cuts the range into slices.
     *
     * @throws FreshetException INVALID_ARGUMENT, with what would do instead
     */
    BackfillPlan plan(Job job, BackfillRequest request, Instant now) {
        checkRange(request, now);
        checkParallel(job.definition(), request);
        ZoneId zone = zone(job.definition(), request.timeZone());
        SliceWidth width = width(job, request);
        List<Slice> slices = width instanceof SliceWidth.Ticks
                ? ticks(job, request)
                : width.cut(request.from(), request.to(), zone, MOST_SLICES + 1);
        if (slices.size() > MOST_SLICES) {
            throw invalid("A backfill has at most " + number(MOST_SLICES) + " slices, but " + request.from() + " to "
                    + request.to() + " by " + width.text()
                    + " makes more; take a shorter range, or wider slices: by days"
                    + " it would be "
                    + number(SliceWidth.parse("1d")
                            .cut(request.from(), request.to(), zone, Integer.MAX_VALUE)
                            .size()) + " (1d).");
        }
        if (slices.isEmpty()) {
            throw invalid("The schedule of " + job.name() + " has no tick from " + request.from() + " to "
                    + request.to() + "; take another range, or slices of a fixed width such as 1d.");
        }
        return new BackfillPlan(request, width, zone, slices);
    }

    private static void checkRange(BackfillRequest request, Instant now) {
        if (!request.from().isBefore(request.to())) {
            throw invalid("The range from " + request.from() + " to " + request.to()
                    + " is empty: from is inclusive, to is exclusive, so to must be later.");
        }
        if (request.to().isAfter(now)) {
            throw invalid("The range ends at " + request.to() + ", but a backfill is about the past, and it is " + now
                    + "; end it now or earlier. What is to come is the schedule's.");
        }
    }

    private static void checkParallel(JobDefinition job, BackfillRequest request) {
        if (request.parallel() < 1 || request.parallel() > MOST_PARALLEL) {
            throw invalid(
                    "Parallel is " + request.parallel() + "; expected 1 to " + MOST_PARALLEL + " slices at once.");
        }
        if (request.parallel() > 1 && job.isExclusive() && !request.beside()) {
            throw invalid("Job " + job.name() + " has overlap " + job.overlap().id()
                    + ", so that no two of its runs run at once; with parallel " + request.parallel()
                    + " they would. Take parallel 1, or say that this is wanted (beside: true, --beside): slices then"
                    + " run beside each other and beside the schedule's runs.");
        }
    }

    private SliceWidth width(Job job, BackfillRequest request) {
        boolean hasTicks =
                !forecast.list(job, request.from(), TickSequence.HORIZON, 1).isEmpty();
        if (request.slice() == null && !hasTicks) {
            throw invalid("Job " + job.name()
                    + " has no ticks of its own to take as slices; say how wide a slice is, for" + " example 1d.");
        }
        SliceWidth width = SliceWidth.parse(request.slice() == null ? SliceWidth.TICKS : request.slice());
        if (width instanceof SliceWidth.Ticks && !hasTicks) {
            throw invalid("Job " + job.name() + " has no ticks of its own; take slices of a fixed width such as 1d.");
        }
        return width;
    }

    private List<Slice> ticks(Job job, BackfillRequest request) {
        List<Tick> ticks = forecast.list(job, request.from(), TickSequence.HORIZON, MOST_SLICES + 2);
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i + 1 < ticks.size() && ticks.get(i).at().isBefore(request.to()); i++) {
            slices.add(new Slice(ticks.get(i).at(), ticks.get(i + 1).at()));
        }
        return slices;
    }

    static ZoneId zone(JobDefinition job, @Nullable String wanted) {
        if (wanted == null) {
            return job.schedule() instanceof ScheduleDefinition.Cron cron ? cron.zone() : ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(wanted);
        } catch (DateTimeException e) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "There is no time zone \"" + wanted + "\"; expected a name such as Europe/Berlin or UTC",
                    e);
        }
    }

    private static String number(int value) {
        return String.format(java.util.Locale.ROOT, "%,d", value);
    }

    private static FreshetException invalid(String message) {
        return new FreshetException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
