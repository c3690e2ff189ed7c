// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The age of a view over time: it grows as time goes, and drops when a refresh ends to the time since its as-of. */
record AgeCurve(List<Tooth> teeth, Instant now) {

    /**
     * From the end of one refresh to the end of the next.
     *
     * @param asOf of the data shown meanwhile
     */
    record Tooth(Instant asOf, Instant from, Instant to) {

        Duration ageAt(Instant moment) {
            return Duration.between(asOf, moment);
        }
    }

    /** A time during which the age was above the SLA. */
    record Stretch(Instant from, Instant to, Duration worst) {}

    AgeCurve {
        teeth = List.copyOf(teeth);
    }

    /** Refreshes that ended before the range count for its beginning; one that shows older data changes nothing. */
    static AgeCurve of(List<RefreshChart.Refresh> refreshes, TimeScale range) {
        List<RefreshChart.Refresh> advancing = new ArrayList<>();
        refreshes.stream()
                .filter(refresh -> refresh.end().isBefore(range.to()))
                .sorted(Comparator.comparing(RefreshChart.Refresh::end))
                .filter(refresh -> advancing.isEmpty()
                        || refresh.asOf().isAfter(advancing.getLast().asOf()))
                .forEachOrdered(advancing::add);
        List<Tooth> teeth = new ArrayList<>();
        for (int i = 0; i < advancing.size(); i++) {
            RefreshChart.Refresh refresh = advancing.get(i);
            Instant to = i + 1 < advancing.size() ? advancing.get(i + 1).end() : range.to();
            Instant from = refresh.end().isBefore(range.from()) ? range.from() : refresh.end();
            if (to.isAfter(range.from())) {
                teeth.add(new Tooth(refresh.asOf(), from, to));
            }
        }
        return new AgeCurve(teeth, range.to());
    }

    Duration worst() {
        return teeth.stream()
                .map(tooth -> tooth.ageAt(tooth.to()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    Duration known() {
        return teeth.isEmpty()
                ? Duration.ZERO
                : Duration.between(teeth.getFirst().from(), teeth.getLast().to());
    }

    /** Neighbouring ones are one, where a refresh did not bring the age below the SLA. */
    List<Stretch> above(Duration sla) {
        List<Stretch> stretches = new ArrayList<>();
        for (Tooth tooth : teeth) {
            Instant crossing = tooth.asOf().plus(sla);
            Instant from = crossing.isBefore(tooth.from()) ? tooth.from() : crossing;
            if (!from.isBefore(tooth.to())) {
                continue;
            }
            Duration worst = tooth.ageAt(tooth.to());
            Stretch last = stretches.isEmpty() ? null : stretches.getLast();
            if (last != null && last.to().equals(from)) {
                Duration worse = last.worst().compareTo(worst) > 0 ? last.worst() : worst;
                stretches.set(stretches.size() - 1, new Stretch(last.from(), tooth.to(), worse));
            } else {
                stretches.add(new Stretch(from, tooth.to(), worst));
            }
        }
        return stretches;
    }
}
