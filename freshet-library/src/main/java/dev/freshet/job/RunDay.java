// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import java.time.LocalDate;

/**
 * The runs of a job that ended on one day.
 *
 * @param failed how many of them failed or were lost
 */
public record RunDay(LocalDate day, long runs, long failed) {}
