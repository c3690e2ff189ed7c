// SPDX-License-Identifier: Apache-2.0
/** The design language shown with itself: every token, sign, part and picture, for those who build pages. */
@NullMarked
package dev.freshet.server.dashboard.design;

import org.jspecify.annotations.NullMarked;
