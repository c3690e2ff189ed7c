// SPDX-License-Identifier: Apache-2.0
/**
 * The lineage graph: what reads what, how fresh it is, and which jobs follow.
 *
 * <p>{@link dev.freshet.server.dashboard.lineage.LineageReader} reads the map and the state of the views; {@link
 * dev.freshet.server.dashboard.lineage.Folding} puts tables together that are read by the same; {@link
 * dev.freshet.server.dashboard.lineage.PictureMaker} makes boxes and arrows of the rest and has them placed. A layout is
 * remembered as long as nothing but states changes, so that an open page that follows refreshes costs no new one.
 */
@NullMarked
package dev.freshet.server.dashboard.lineage;

import org.jspecify.annotations.NullMarked;
