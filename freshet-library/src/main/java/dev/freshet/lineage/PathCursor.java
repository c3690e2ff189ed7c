// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Where an enumeration of paths goes on: which arrow the last path took at each of its relations, and a fingerprint of the graph
 * in which that was so. Nothing is kept between two calls, and what is told after a change of the lineage is never a guess.
 */
final class PathCursor {

    private static final int RADIX = 36;
    private static final int DIGITS = 16;

    private PathCursor() {}

    static String write(String fingerprint, int[] taken, int steps) {
        StringBuilder cursor = new StringBuilder(fingerprint);
        for (int i = 0; i < steps; i++) {
            cursor.append('.').append(Integer.toString(taken[i], RADIX));
        }
        return cursor.toString();
    }

    static List<Integer> read(String cursor, String fingerprint) {
        String[] parts = cursor.split("\\.", -1);
        if (!parts[0].matches("[0-9a-f]{" + DIGITS + "}")) {
            throw foreign();
        }
        if (!parts[0].equals(fingerprint)) {
            throw new FreshetException(
                    ErrorCode.REFUSED,
                    "The lineage between the two has changed since that cursor was told, or it belongs to other"
                            + " relations; begin again without a cursor");
        }
        try {
            return Arrays.stream(parts)
                    .skip(1)
                    .map(step -> Integer.parseInt(step, RADIX))
                    .toList();
        } catch (NumberFormatException e) {
            throw foreign();
        }
    }

    static FreshetException foreign() {
        return new FreshetException(
                ErrorCode.INVALID_ARGUMENT,
                "The cursor is none of this list; take it from \"next\" of the part before");
    }

    /** The same for the same relations, named alike, with the same arrows. */
    static String fingerprint(Digraph<Relation> graph) {
        MessageDigest digest = sha256();
        for (int i = 0; i < graph.size(); i++) {
            Relation relation = graph.node(i);
            String line = relation.kind() + " " + relation.oid() + " " + Arrays.toString(graph.next(i)) + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
