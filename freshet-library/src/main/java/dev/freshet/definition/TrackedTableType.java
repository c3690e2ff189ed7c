// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A table whose changes are recorded: its name, or {@code {table: …, hold-above: 20%}}. */
record TrackedTableType() implements ValueType<TrackedTable> {

    static final Key<String> TABLE = Key.required(
            "table", new NameType("table"), "The table; schema-qualified where it is not in `public`.", "account");
    static final Key<Integer> KEEP = Key.withDefault(
            "keep",
            new IntegerType(0, 100_000),
            TrackedTable.DEFAULT_KEEP,
            "How many changed rows of a run are kept; more are only counted.",
            "200");
    static final Key<Double> HOLD_ABOVE = Key.optional(
            "hold-above",
            new PercentType(),
            "never",
            "Share of the table's rows above which the run stops and asks.",
            "20%");
    static final Key<Double> FAIL_ABOVE = Key.optional(
            "fail-above", new PercentType(), "never", "Share of the table's rows above which the run fails.", "50%");

    static final Shape SHAPE = Shape.of("tracked table", TABLE, KEEP, HOLD_ABOVE, FAIL_ABOVE);

    @Override
    public @Nullable TrackedTable read(YamlValue value, Findings findings) {
        if (!value.isMapping()) {
            String table = TABLE.type().read(value, findings);
            return table == null ? null : new TrackedTable(table, TrackedTable.DEFAULT_KEEP, null, null);
        }
        Fields fields = Fields.of(value, SHAPE, findings);
        String table = fields.find(TABLE);
        int keep = fields.value(KEEP);
        Double hold = fields.find(HOLD_ABOVE);
        Double fail = fields.find(FAIL_ABOVE);
        return table == null ? null : new TrackedTable(table, keep, hold, fail);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("anyOf").add(TABLE.type().schema()).add(SHAPE.schema());
        return schema;
    }

    @Override
    public String label() {
        return "tracked table";
    }
}
