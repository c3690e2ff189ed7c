// SPDX-License-Identifier: Apache-2.0
/**
 * Cron expressions and the instants they mean, daylight saving included. Pure: no clock, no database, imports nothing
 * of Freshet but its errors.
 */
@NullMarked
package dev.freshet.cron;

import org.jspecify.annotations.NullMarked;
