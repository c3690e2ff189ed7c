// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

/** The keys of a database. */
final class DatabaseKeys {

    static final Key<String> URL = Key.required(
            "url",
            new DatabaseUrlType(),
            "Where it is, as `psql` takes it. `${NAME}` is an environment variable of the nodes: keep passwords there.",
            "\"postgresql://freshet:${SHOP_PASSWORD}@db:5432/shop\"");

    static final Shape SHAPE = Shape.of("database", URL);

    private DatabaseKeys() {}
}
