// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.lineage;

import dev.freshet.server.chart.ChartTable;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.ui.Sign;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of lineage shows.
 *
 * @param focus the name of what is looked around, or null
 * @param focusPath its own page, or null where it has none
 * @param counts how many of each kind there are, in words
 * @param drawn how many nodes are in the picture, those put together counted one by one
 * @param total how many there are
 * @param folded how many tables are put together with others
 * @param label the gist in a sentence
 * @param cycles what depends on itself, each knot with its members
 * @param names everything one can look around
 */
public record LineagePicture(
        LineageWish wish,
        @Nullable String focus,
        @Nullable String focusPath,
        String counts,
        int drawn,
        int total,
        int folded,
        String label,
        List<Card> cards,
        List<Line> lines,
        int width,
        int height,
        ChartTable table,
        List<List<Member>> cycles,
        List<String> names,
        @Nullable Instant perishesAt)
        implements Page.Perishable {

    /**
     * A box.
     *
     * @param id of the element
     * @param kind class of its shape: {@code table}, {@code view}
     * @param name cut to fit
     * @param sign how fresh it is, or null where that is no question
     * @param said the second line, before what ticks
     * @param since what ticks in the second line, or null
     * @param promised the second line, after what ticks
     * @param path where it leads
     * @param around the graph around it, or null where that is where it leads, or is what is shown
     * @param title everything in words
     * @param here whether it is what is looked around
     * @param moreSources how many of those it reads are not drawn
     * @param moreReaders how many of those that read it are not drawn
     */
    public record Card(
            String id,
            String kind,
            String name,
            @Nullable Sign sign,
            String said,
            @Nullable Instant since,
            String promised,
            @Nullable String path,
            @Nullable String around,
            String title,
            boolean here,
            int moreSources,
            int moreReaders,
            int x,
            int y,
            int width,
            int height) {}

    /**
     * An arrow.
     *
     * @param from the id of the box it starts at
     * @param kind class of its look
     * @param sign class of the colour it carries on, or empty
     */
    public record Line(String from, String to, String kind, String sign, String path, String tip, String title) {}

    /** One of a cycle. */
    public record Member(String name, String path) {}

    /** Whether there is nothing to draw. */
    public boolean isEmpty() {
        return cards.isEmpty();
    }
}
