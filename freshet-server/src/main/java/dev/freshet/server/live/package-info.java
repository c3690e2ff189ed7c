// SPDX-License-Identifier: Apache-2.0
/**
 * How open pages follow what happens.
 *
 * <p>{@link dev.freshet.server.live.LiveChanges} turns the cluster's wake-ups into {@link dev.freshet.server.live.Topic
 * topics}, each with a version. A browser holds one event stream for all its pages; a page that shows a topic asks for its
 * content again when the topic changed. The content is rendered once per change, however many pages look at it, so fifty
 * open pages cost the database what one costs.
 */
@NullMarked
package dev.freshet.server.live;

import org.jspecify.annotations.NullMarked;
