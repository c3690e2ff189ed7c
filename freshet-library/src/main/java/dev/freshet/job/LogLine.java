// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.time.Instant;

/**
 * One line of a run's log.
 *
 * @param number order within the attempt, from 1
 */
public record LogLine(int attempt, int number, Instant loggedAt, String level, String message) {}
