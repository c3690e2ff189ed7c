// SPDX-License-Identifier: Apache-2.0
/**
 * The command line.
 *
 * <p>{@link dev.freshet.cli.FreshetCommand} is the root; each {@code …Command} is one command. {@code serve} and
 * {@code demo} are the service itself, {@code schedule explain}, {@code import crontab} and {@code import pg_cron} need
 * none, all others speak REST to a service through {@link dev.freshet.cli.ApiClient}. Exit codes: 0 done, 1 the work
 * failed, 2 wrong usage or definitions, 3 the service cannot be reached.
 */
@NullMarked
package dev.freshet.cli;

import org.jspecify.annotations.NullMarked;
