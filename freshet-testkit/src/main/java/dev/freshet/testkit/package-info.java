// SPDX-License-Identifier: Apache-2.0
/**
 * A real PostgreSQL for tests: one server per JVM, one database per test.
 *
 * <p>{@link dev.freshet.testkit.PostgresServer} starts PostgreSQL once; {@link dev.freshet.testkit.TestDatabase} is one
 * database of it, cloned from a template that was prepared once (migrated, filled), which takes tens of milliseconds.
 * Nothing here depends on Freshet: what goes into a template is given by the caller.
 */
@NullMarked
package dev.freshet.testkit;

import org.jspecify.annotations.NullMarked;
