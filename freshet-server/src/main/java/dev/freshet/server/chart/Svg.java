// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.chart;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Writes SVG; everything that comes from outside is escaped here. */
final class Svg {

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();
    private boolean inTag;

    private Svg() {}

    /** A picture of full width whose height is in pixels; {@code role} is {@code img} unless it holds links. */
    static Svg picture(String classes, String role, String label, int height) {
        return new Svg()
                .open("svg")
                .attribute("class", "plot " + classes)
                .attribute("role", role)
                .attribute("aria-label", label)
                .attribute("width", "100%")
                .attribute("height", height);
    }

    /** Starts an element; attributes follow. */
    Svg open(String element) {
        endTag();
        out.append('<').append(element);
        open.push(element);
        inTag = true;
        return this;
    }

    Svg attribute(String name, String value) {
        if (!inTag) {
            throw new IllegalStateException("The attribute " + name + " comes after the content of its element");
        }
        out.append(' ').append(name).append("=\"");
        escape(value);
        out.append('"');
        return this;
    }

    Svg attribute(String name, double value) {
        return attribute(name, number(value));
    }

    Svg percent(String name, double value) {
        return attribute(name, number(value) + "%");
    }

    /** A link for the pointer; the keyboard's way is the table, whose rows have the same links. */
    Svg link(String href) {
        if (!href.startsWith("/") || href.startsWith("//")) {
            throw new IllegalArgumentException("The link " + href + " leads elsewhere; expected a path as /runs/17");
        }
        return open("a").attribute("href", href).attribute("tabindex", "-1");
    }

    Svg classes(String... classes) {
        return attribute("class", String.join(" ", classes));
    }

    Svg text(String text) {
        endTag();
        escape(text);
        return this;
    }

    /** The words that a pointer over the open element shows. */
    Svg title(String words) {
        return open("title").text(words).close();
    }

    Svg close() {
        String element = open.pop();
        if (inTag) {
            out.append("/>");
            inTag = false;
        } else {
            out.append("</").append(element).append('>');
        }
        return this;
    }

    /** A bar over the width between two places; a style with a stroke keeps the shortest one visible. */
    Svg bar(double from, double to, double y, double height, String... classes) {
        return open("rect")
                .percent("x", from)
                .percent("width", Math.max(to - from, 0.01))
                .attribute("y", y)
                .attribute("height", height)
                .classes(classes);
    }

    Svg vertical(double x, double top, double bottom, String... classes) {
        return open("line")
                .percent("x1", x)
                .percent("x2", x)
                .attribute("y1", top)
                .attribute("y2", bottom)
                .classes(classes);
    }

    Svg horizontal(double y, String... classes) {
        return open("line")
                .attribute("x1", "0")
                .attribute("x2", "100%")
                .attribute("y1", y)
                .attribute("y2", y)
                .classes(classes);
    }

    /** A shape of fixed size at a place that is per cent of the width: what a percentage in a path cannot say. */
    Svg shape(double x, double y, String path, String... classes) {
        return open("svg")
                .percent("x", x)
                .attribute("y", y)
                .attribute("overflow", "visible")
                .open("path")
                .attribute("d", path)
                .classes(classes)
                .close();
    }

    Svg label(double x, double y, String anchor, String text, String... classes) {
        return open("text")
                .percent("x", x)
                .attribute("y", y)
                .attribute("text-anchor", anchor)
                .classes(classes)
                .text(text)
                .close();
    }

    /** Ends the picture. */
    String end() {
        while (!open.isEmpty()) {
            close();
        }
        return out.toString();
    }

    /** With at most two decimals and no needless zero. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        String stripped = text.replaceFirst("0+$", "").replaceFirst("\\.$", "");
        return stripped.equals("-0") ? "0" : stripped;
    }

    private void endTag() {
        if (inTag) {
            out.append('>');
            inTag = false;
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c < ' ' && c != '\n' && c != '\t' ? ' ' : c);
            }
        }
    }
}
