// SPDX-License-Identifier: Apache-2.0
/** The items of runs over REST: list, one, edit, re-inject, dismiss, restore. */
@NullMarked
package dev.freshet.server.api.item;

import org.jspecify.annotations.NullMarked;
