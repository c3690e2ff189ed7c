// SPDX-License-Identifier: Apache-2.0
/** The items of a run, and what can be done to them. Read {@code ItemsPage} first. */
@NullMarked
package dev.freshet.server.dashboard.item;

import org.jspecify.annotations.NullMarked;
