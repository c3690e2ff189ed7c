// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.backfill;

import dev.freshet.Freshet;
import dev.freshet.backfill.Backfill;
import dev.freshet.backfill.BackfillSlice;
import dev.freshet.backfill.SliceState;
import dev.freshet.postgres.Session;
import dev.freshet.server.chart.Drawing;
import dev.freshet.server.chart.MarkState;
import dev.freshet.server.chart.SliceStrip;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what the pages of backfills show: the list in one query, one backfill in four. */
@Component
class BackfillReader {

    private static final int LISTED = 50;
    private static final int SLICES = 100;
    private static final int EVERY_SLICE = 10_000;
    private static final int ACTS = 20;

    private final Freshet freshet;

    BackfillReader(Freshet freshet) {
        this.freshet = freshet;
    }

    BackfillList list(@Nullable String job, @Nullable Long before) {
        List<Backfill> found = freshet.database()
                .call(session -> freshet.backfills().store().list(session, job, null, before, LISTED + 1));
        boolean more = found.size() > LISTED;
        List<Backfill> shown = more ? found.subList(0, LISTED) : found;
        return new BackfillList(
                shown,
                job == null ? "" : job,
                before == null,
                more ? shown.getLast().id() : null);
    }

    @Nullable
    Backfill find(long id) {
        return freshet.database()
                .call(session -> freshet.backfills().store().find(session, id))
                .orElse(null);
    }

    BackfillDetails read(long id, String only, int after) {
        return freshet.database().call(session -> read(session, id, only, after));
    }

    private BackfillDetails read(Session session, long id, String only, int after) {
        Backfill backfill = freshet.backfills().control().load(session, id);
        List<BackfillSlice> all = freshet.backfills().slices().list(session, id, null, 0, EVERY_SLICE);
        SliceState wanted = Arrays.stream(SliceState.values())
                .filter(state -> state.id().equals(only))
                .findFirst()
                .orElse(null);
        List<BackfillSlice> listed = freshet.backfills()
                .slices()
                .list(session, id, wanted == null ? null : Set.of(wanted), after, SLICES + 1);
        boolean more = listed.size() > SLICES;
        List<BackfillSlice> shown = more ? listed.subList(0, SLICES) : listed;
        return new BackfillDetails(
                backfill,
                strip(backfill, all),
                shown,
                wanted == null ? "" : wanted.id(),
                after,
                more ? shown.getLast().number() : null,
                freshet.audit().listAbout(session, "backfill", List.of(Long.toString(id)), ACTS));
    }

    private static Drawing strip(Backfill backfill, List<BackfillSlice> slices) {
        return SliceStrip.draw(
                "Backfill " + backfill.id(),
                slices.stream()
                        .map(slice -> new SliceStrip.Slice(
                                slice.number(),
                                BackfillWords.moment(slice.start(), backfill.zone()),
                                slice.word(),
                                mark(slice.word()),
                                slice.runId() == null ? null : "/runs/" + slice.runId()))
                        .toList());
    }

    private static MarkState mark(String word) {
        return switch (word) {
            case "waiting" -> MarkState.UNKNOWN;
            case "stopping" -> MarkState.RUNNING;
            default -> MarkState.of(word);
        };
    }
}
