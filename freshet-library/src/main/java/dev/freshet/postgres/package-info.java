// SPDX-License-Identifier: Apache-2.0
/**
 * Access to PostgreSQL: the only package that touches {@code java.sql}.
 *
 * <ul>
 *   <li>{@link dev.freshet.postgres.Database} is one database: short statements go through a pool, runs and
 *       {@code LISTEN} through direct connections (a transaction pooler may sit in front of the first, never of the
 *       second).
 *   <li>{@link dev.freshet.postgres.Session} is one connection, {@link dev.freshet.postgres.Query} one statement with
 *       named parameters, {@link dev.freshet.postgres.Row} one row of its answer.
 *   <li>{@link dev.freshet.postgres.DatabaseException} is every {@code SQLException}, with what PostgreSQL said.
 * </ul>
 *
 * <p>Sessions are confined to one thread, save {@link dev.freshet.postgres.Session#cancel()}.
 */
@NullMarked
package dev.freshet.postgres;

import org.jspecify.annotations.NullMarked;
