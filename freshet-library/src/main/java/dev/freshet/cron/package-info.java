// SPDX-License-Identifier: Apache-2.0
/**
 * Cron expressions and the instants they mean, daylight saving included. Pure: no clock, no database, imports nothing
 * of Freshet but its errors. Read first: {@link CronExpression}, {@link TickSequence}, {@code StretchTicks}.
 *
 * <h2>Syntax</h2>
 *
 * Five fields, minute, hour, day-of-month, month, day-of-week, or six with the second first; or {@code @yearly},
 * {@code @annually}, {@code @monthly}, {@code @weekly}, {@code @daily}, {@code @midnight}, {@code @hourly}.
 *
 * <ul>
 *   <li>Each field: {@code *}, a value, a range {@code 9-17}, a step {@code *}{@code /15}, {@code 0-30/10} or
 *       {@code 5/10} (from 5 to the end), lists of these. Months and days of the week have names, in any case.
 *   <li>A range that ends before it starts wraps around: {@code FRI-MON}, hours {@code 22-3}.
 *   <li>A step may not exceed the size of its field: {@code *}{@code /90} in the minutes would quietly mean hourly.
 *   <li>Day-of-week counts from 0 = Sunday; 7 is Sunday too. (Quartz counts from 1 = Sunday: use names.)
 *   <li>Day-of-month: {@code L} last day, {@code L-3}, {@code LW} last weekday, {@code 15W} weekday nearest the 15th
 *       within the month (none where the month has no such day). Day-of-week: {@code 5L} or {@code FRIL} last Friday,
 *       {@code MON#2} second Monday. {@code ?} in either is {@code *}.
 *   <li>Where both day fields restrict (neither begins with {@code *} or is {@code ?}), a day that satisfies either is
 *       admitted, as in crontab; else a day must satisfy both.
 * </ul>
 *
 * <h2>Where the clock jumps</h2>
 *
 * The hour field is <em>fixed</em> unless one of its items spans all hours, with or without a step ({@code *},
 * {@code *}{@code /2}, {@code 0/2}, {@code 0-23}). {@code 1-3} and {@code 2,14} are fixed. Under
 * {@link DstPolicy#DEFAULT}:
 *
 * <table>
 *   <caption>Europe/Berlin, gap 02:00 to 03:00 on 2025-03-30, overlap 02:00 to 03:00 on 2025-10-26</caption>
 *   <tr><th>expression</th><th>hour</th><th>in the gap</th><th>in the overlap</th></tr>
 *   <tr><td>{@code 30 2 * * *}</td><td>fixed</td><td>one tick, at 03:00</td><td>one tick, first pass</td></tr>
 *   <tr><td>{@code *}{@code /15 2 * * *}</td><td>fixed</td><td>one tick, at 03:00, for all four</td>
 *       <td>four ticks, first pass</td></tr>
 *   <tr><td>{@code 30 1-3 * * *}</td><td>fixed</td><td>01:30, 03:00 (for 02:30), 03:30</td>
 *       <td>01:30, 02:30 first pass, 03:30</td></tr>
 *   <tr><td>{@code 0 2,3 * * *}</td><td>fixed</td><td>one tick, at 03:00, for 02:00 and 03:00</td>
 *       <td>02:00 first pass, 03:00</td></tr>
 *   <tr><td>{@code 0 *}{@code /2 * * *}</td><td>open</td><td>no tick (11 that day)</td>
 *       <td>both passes (13 that day)</td></tr>
 *   <tr><td>{@code *}{@code /15 * * * *}</td><td>open</td><td>no tick; the pace of real time is kept</td>
 *       <td>both passes; the pace of real time is kept</td></tr>
 * </table>
 *
 * A policy named by the user applies whatever the hour field. Which day a tick belongs to is decided by the wall-clock
 * time that was asked for, before it is moved: {@code 30 0 30 * *} in a gap from the 30th to the 31st still fires.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>Ticks strictly increase. Times that land on one instant, moved or not, are one tick, which lists them all in
 *       the order of the wall clock; those that did not exist come first, since the clock skipped them.
 *   <li>Ranges are {@code [from, to)}, so adjoining ranges neither lose nor double a tick.
 *   <li>No tick lies before {@link TickSequence#EARLIEST} or from {@link TickSequence#HORIZON} on, so every search ends.
 * </ul>
 */
@NullMarked
package dev.freshet.cron;

import org.jspecify.annotations.NullMarked;
