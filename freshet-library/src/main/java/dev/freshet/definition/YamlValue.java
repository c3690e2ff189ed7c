// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value in a YAML file that knows where it stands. */
record YamlValue(String file, String path, Node node) {

    YamlValue child(String key, Node value) {
        return new YamlValue(file, path.isEmpty() ? key : path + "." + key, value);
    }

    YamlValue element(int index, Node value) {
        return new YamlValue(file, path + "[" + index + "]", value);
    }

    Place place() {
        return placeAt(0);
    }

    /** The place of a character (counted from 0) of the value's text; the value's start where that is not known. */
    Place placeAt(int character) {
        Optional<Mark> mark = node.getStartMark();
        int line = mark.map(Mark::getLine).orElse(0) + 1;
        int column = mark.map(Mark::getColumn).orElse(0) + 1;
        return new Place(file, line, column + offset(character));
    }

    boolean isNull() {
        return node.getTag().equals(Tag.NULL);
    }

    boolean isInteger() {
        return node.getTag().equals(Tag.INT);
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** The value when it is text, else null. */
    @Nullable
    String text() {
        return node.getTag().equals(Tag.STR) ? scalar() : null;
    }

    /** What is written, whether text, number or boolean; null for lists and mappings. */
    @Nullable
    String scalar() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }

    /** What it is, in words that follow "expected …, not". */
    String kind() {
        if (node instanceof SequenceNode) {
            return "a list";
        }
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (isNull()) {
            return "nothing";
        }
        return node.getTag().equals(Tag.STR) ? "the text '" + scalar() + "'" : String.valueOf(scalar());
    }

    private int offset(int character) {
        if (!(node instanceof ScalarNode scalar)) {
            return 0;
        }
        int width = scalar.getEndMark().map(Mark::getIndex).orElse(0)
                - scalar.getStartMark().map(Mark::getIndex).orElse(0);
        boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
        int quotes = plain ? 0 : 2;
        // Escapes, folded and block text do not stand in the file letter by letter.
        boolean asWritten = width == scalar.getValue().length() + quotes
                && scalar.getScalarStyle() != ScalarStyle.LITERAL
                && scalar.getScalarStyle() != ScalarStyle.FOLDED;
        return character > 0 && asWritten ? character + quotes / 2 : 0;
    }
}
