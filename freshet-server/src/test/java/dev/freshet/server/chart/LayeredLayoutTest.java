// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.chart.LayeredLayout.Arrow;
import dev.freshet.server.chart.LayeredLayout.Box;
import dev.freshet.server.chart.LayeredLayout.Placed;
import dev.freshet.server.chart.LayeredLayout.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LayeredLayoutTest {

    @Test
    void leadsEveryArrowToTheRight() {
        List<Box> boxes = boxes(4);
        Placed placed = LayeredLayout.place(
                boxes, List.of(new Arrow("0", "1"), new Arrow("0", "2"), new Arrow("1", "3"), new Arrow("2", "3")));
        assertThat(x(placed, "0")).isLessThan(x(placed, "1"));
        assertThat(x(placed, "1")).isEqualTo(x(placed, "2"));
        assertThat(x(placed, "2")).isLessThan(x(placed, "3"));
        assertThat(placed.arrows())
                .hasSize(4)
                .allSatisfy(corners -> assertThat(corners.getFirst().x())
                        .isLessThan(corners.getLast().x()));
    }

    @Test
    void keepsTablesAtTheLeftEdge() {
        List<Box> boxes = List.of(
                new Box("table", 100, 40, true),
                new Box("late", 100, 40, true),
                new Box("view", 100, 40, false),
                new Box("top", 100, 40, false));
        Placed placed = LayeredLayout.place(
                boxes, List.of(new Arrow("table", "view"), new Arrow("view", "top"), new Arrow("late", "top")));
        assertThat(x(placed, "late")).isEqualTo(x(placed, "table"));
    }

    @Property(tries = 40)
    void overlapsNoBoxesAndEndsEveryArrowAtItsBoxesWhateverTheGraph(
            @ForAll @Size(max = 30) Set<@IntRange(min = 0, max = 143) Integer> numbers) {
        List<Box> boxes = boxes(12);
        List<Arrow> arrows = new TreeSet<>(numbers)
                .stream()
                        .filter(n -> n / 12 != n % 12)
                        .map(n -> new Arrow(Integer.toString(n / 12), Integer.toString(n % 12)))
                        .toList();
        Placed placed = LayeredLayout.place(boxes, arrows);
        for (Box one : boxes) {
            for (Box other : boxes) {
                assertThat(one.equals(other) || apart(placed, one, other))
                        .as(one + " and " + other)
                        .isTrue();
            }
        }
        for (int i = 0; i < arrows.size(); i++) {
            List<Point> corners = placed.arrows().get(i);
            assertThat(touches(placed, boxes, arrows.get(i).from(), corners.getFirst()))
                    .isTrue();
            assertThat(touches(placed, boxes, arrows.get(i).to(), corners.getLast()))
                    .isTrue();
        }
        assertThat(LayeredLayout.place(boxes, arrows)).as("placed again").isEqualTo(placed);
    }

    @Test
    void roundsTheCornersOfAnArrowAndPointsItsTipWhereItEnds() {
        List<Point> corners = List.of(new Point(0, 0), new Point(20, 0), new Point(20, 30), new Point(60, 30));
        assertThat(ArrowPath.line(corners)).isEqualTo("M0 0L13 0Q20 0 20 7L20 23Q20 30 27 30L53 30");
        assertThat(ArrowPath.tip(corners)).isEqualTo("M60 30L53 33.5L53 26.5Z");
    }

    private static List<Box> boxes(int count) {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boxes.add(new Box(Integer.toString(i), 80 + 10 * i, 40, false));
        }
        return boxes;
    }

    private static boolean apart(Placed placed, Box one, Box other) {
        Point a = at(placed, one.id());
        Point b = at(placed, other.id());
        return a.x() + one.width() <= b.x()
                || b.x() + other.width() <= a.x()
                || a.y() + one.height() <= b.y()
                || b.y() + other.height() <= a.y();
    }

    private static boolean touches(Placed placed, List<Box> boxes, String id, Point point) {
        Point corner = at(placed, id);
        Box box = boxes.get(Integer.parseInt(id));
        boolean side = Math.abs(point.x() - corner.x()) < 0.5 || Math.abs(point.x() - corner.x() - box.width()) < 0.5;
        return side && point.y() >= corner.y() && point.y() <= corner.y() + box.height();
    }

    private static double x(Placed placed, String id) {
        return at(placed, id).x();
    }

    private static Point at(Placed placed, String id) {
        return Objects.requireNonNull(placed.boxes().get(id));
    }
}
