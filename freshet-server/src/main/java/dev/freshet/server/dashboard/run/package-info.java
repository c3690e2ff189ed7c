// SPDX-License-Identifier: Apache-2.0
/**
 * Runs, and one run: what it did, what it does, why it waits, why it failed, and its live log.
 *
 * <p>The log is no part of the page's content: {@code assets/log.js} fetches it as fragments and appends what is new, so
 * that a log of thousands of lines is neither rendered nor compared again whenever something else changes.
 */
@NullMarked
package dev.freshet.server.dashboard.run;

import org.jspecify.annotations.NullMarked;
