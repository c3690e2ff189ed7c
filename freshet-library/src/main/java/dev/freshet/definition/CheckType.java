// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A check: its SQL, or {@code {sql: …, on-failure: warn}}. */
record CheckType() implements ValueType<CheckType.Check> {

    static final Key<String> SQL = Key.required(
            "sql",
            new TextType("SQL"),
            "A query of one row whose first column is true when all is well; a second column may say what is wrong.",
            "\"select not exists (select from account where balance < 0)\"");
    static final Key<CheckSeverity> ON_FAILURE = Key.withDefault(
            "on-failure",
            new ChoiceType<>(CheckSeverity.class),
            CheckSeverity.FAIL,
            "Whether a check that does not hold fails the run or warns.",
            "warn");

    static final Shape SHAPE = Shape.of("check", SQL, ON_FAILURE);

    /** A check without its name. */
    record Check(String sql, CheckSeverity severity) {}

    @Override
    public @Nullable Check read(YamlValue value, Findings findings) {
        if (!value.isMapping()) {
            String sql = SQL.type().read(value, findings);
            return sql == null ? null : new Check(sql, CheckSeverity.FAIL);
        }
        Fields fields = Fields.of(value, SHAPE, findings);
        String sql = fields.find(SQL);
        CheckSeverity severity = fields.value(ON_FAILURE);
        return sql == null ? null : new Check(sql, severity);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("anyOf").add(SQL.type().schema()).add(SHAPE.schema());
        return schema;
    }

    @Override
    public String label() {
        return "check";
    }
}
