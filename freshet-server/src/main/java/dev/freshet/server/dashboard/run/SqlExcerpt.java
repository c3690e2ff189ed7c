// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The line of some SQL that an error points at, with its neighbours.
 *
 * @param caret blanks up to the place, then a caret; stands below the line that is {@code faulty}
 */
public record SqlExcerpt(List<Line> lines, String caret) {

    private static final int NEIGHBOURS = 2;
    private static final int WIDEST = 160;

    public SqlExcerpt {
        lines = List.copyOf(lines);
    }

    /** A line with its number, counted from 1. */
    public record Line(int number, String text, boolean faulty) {}

    /**
     * The place in the SQL; null when there is none.
     *
     * @param position 1-based, in characters as PostgreSQL counts them
     */
    public static @Nullable SqlExcerpt of(String sql, int position) {
        int length = sql.codePointCount(0, sql.length());
        if (position < 1 || position > length + 1) {
            return null;
        }
        // An error at the end of the input points behind the last character.
        int at = sql.offsetByCodePoints(0, position - 1);
        List<String> all = List.of(sql.split("\n", -1));
        int number = 0;
        int begin = 0;
        while (number < all.size() - 1 && at > begin + all.get(number).length()) {
            begin += all.get(number).length() + 1;
            number++;
        }
        String line = all.get(number);
        // A line of thousands of characters is shown around the place only.
        int cut = Math.max(0, at - begin - WIDEST / 2);
        List<Line> lines = new ArrayList<>();
        for (int i = Math.max(0, number - NEIGHBOURS); i <= Math.min(all.size() - 1, number + NEIGHBOURS); i++) {
            lines.add(new Line(i + 1, shown(all.get(i), i == number ? cut : 0), i == number));
        }
        String before = line.substring(Math.min(cut, line.length()), Math.min(at - begin, line.length()));
        return new SqlExcerpt(lines, blanks(before, cut > 0) + "^");
    }

    private static String shown(String line, int cut) {
        String whole = line.replace("\r", "");
        String rest = cut == 0 ? whole : "…" + whole.substring(Math.min(cut, whole.length()));
        return rest.length() <= WIDEST ? rest : rest.substring(0, WIDEST) + "…";
    }

    /** As wide as the text in a fixed-width font: tabs stay tabs. */
    private static String blanks(String text, boolean cut) {
        StringBuilder blanks = new StringBuilder(cut ? " " : "");
        text.codePoints().forEach(c -> blanks.append(c == '\t' ? '\t' : ' '));
        return blanks.toString();
    }
}
