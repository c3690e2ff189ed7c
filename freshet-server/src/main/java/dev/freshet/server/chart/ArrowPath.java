// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import dev.freshet.server.chart.LayeredLayout.Point;
import java.util.List;

/** The path of an arrow around corners, as SVG has it. */
public final class ArrowPath {

    private static final double RADIUS = 7;
    private static final double TIP_LENGTH = 7;
    private static final double TIP_WIDTH = 3.5;

    private ArrowPath() {}

    /** The line, its corners rounded; it ends where the tip begins. */
    public static String line(List<Point> corners) {
        StringBuilder path = new StringBuilder("M").append(text(corners.getFirst()));
        for (int i = 1; i < corners.size() - 1; i++) {
            Point corner = corners.get(i);
            Point enter = towards(corner, corners.get(i - 1), radius(corner, corners.get(i - 1)));
            Point leave = towards(corner, corners.get(i + 1), radius(corner, corners.get(i + 1)));
            path.append('L')
                    .append(text(enter))
                    .append('Q')
                    .append(text(corner))
                    .append(' ')
                    .append(text(leave));
        }
        return path.append('L').append(text(base(corners))).toString();
    }

    /** The tip: a triangle in the direction of the last stretch. */
    public static String tip(List<Point> corners) {
        Point end = corners.getLast();
        Point base = base(corners);
        double along = distance(end, base);
        double dx = along == 0 ? 0 : (end.x() - base.x()) / along * TIP_WIDTH;
        double dy = along == 0 ? 0 : (end.y() - base.y()) / along * TIP_WIDTH;
        Point left = new Point(base.x() - dy, base.y() + dx);
        Point right = new Point(base.x() + dy, base.y() - dx);
        return "M" + text(end) + "L" + text(left) + "L" + text(right) + "Z";
    }

    private static Point base(List<Point> corners) {
        Point end = corners.getLast();
        return towards(end, corners.get(corners.size() - 2), TIP_LENGTH);
    }

    private static double radius(Point corner, Point other) {
        return Math.min(RADIUS, distance(corner, other) / 2);
    }

    private static Point towards(Point from, Point to, double length) {
        double whole = distance(from, to);
        double part = whole == 0 ? 0 : Math.min(1, length / whole);
        return new Point(from.x() + (to.x() - from.x()) * part, from.y() + (to.y() - from.y()) * part);
    }

    private static double distance(Point a, Point b) {
        return Math.hypot(a.x() - b.x(), a.y() - b.y());
    }

    private static String text(Point point) {
        return Svg.number(point.x()) + " " + Svg.number(point.y());
    }
}
