// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded default: a real PostgreSQL that keeps a user's data.
 *
 * <p>{@link dev.freshet.server.database.EmbeddedPostgres} is the one entry. Everything lies under the home folder:
 *
 * <pre>
 *   cache/postgresql-VERSION/   the binaries, unpacked once
 *   postgres/18/data/           the data directory
 *   postgres/18/password        of the role freshet, readable by its owner only
 *   postgres/18/postgres.log    what the server says
 *   postgres/18/lock            held while a service uses the data directory
 * </pre>
 *
 * <p>Invariants: the server runs with {@code fsync}, {@code full_page_writes} and {@code synchronous_commit} on, whatever
 * its configuration file says; it listens on 127.0.0.1 only and asks everyone for the password; at most one service
 * uses a data directory.
 *
 * <p>Failures: the server is a direct child in a session of its own, so that Ctrl-C reaches the service alone, and the
 * kernel tells it to shut down (SIGINT: fast and clean) when the service dies without a word. A server that still
 * outlives its service is found by its pid file at the next start and stopped cleanly first; a pid file that a crash left
 * behind, whose pid may belong to a stranger by now, is deleted and the stranger left alone.
 */
@NullMarked
package dev.freshet.server.database;

import org.jspecify.annotations.NullMarked;
