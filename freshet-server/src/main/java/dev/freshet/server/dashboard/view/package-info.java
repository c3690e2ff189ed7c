// SPDX-License-Identifier: Apache-2.0
/**
 * Views: the list of all with their freshness, and one closely.
 *
 * <p>What is cheap to know – catalogs, definitions, the audit of refreshes – is part of the page and follows changes. What
 * opens a connection of its own and may read rows (checks, the query, lineage) is a part that the page asks for afterwards:
 * {@link dev.freshet.server.dashboard.view.CloserLook}, which looks at a view once for everybody who asks within some
 * seconds.
 */
@NullMarked
package dev.freshet.server.dashboard.view;

import org.jspecify.annotations.NullMarked;
