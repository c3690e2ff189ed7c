// SPDX-License-Identifier: Apache-2.0
/**
 * The audience example: an analytics app whose pages read materialized views, and the events that make them stale.
 *
 * <p>{@link dev.freshet.example.audience.AudienceDemo} creates the tables and views of {@code schema.sql} and fills them:
 * with a {@link dev.freshet.example.audience.CommitReplay} of real events where a folder of them is named, else by the
 * {@link dev.freshet.example.audience.AudienceSimulator}, whose rows depend on a seed and a start and nothing else.
 * {@link dev.freshet.example.audience.LiveTraffic} then goes on while someone looks.
 *
 * <p>Each preparation is one transaction under one advisory lock: a crash leaves all of it or nothing, and two processes
 * that start at once do not fill one database twice. Nothing here knows Freshet: it is the application.
 */
@NullMarked
package dev.freshet.example.audience;

import org.jspecify.annotations.NullMarked;
