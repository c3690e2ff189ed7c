// SPDX-License-Identifier: Apache-2.0
/** How old what people see is, and whether that is within what was promised. Begin with {@link Freshness}. */
@NullMarked
package dev.freshet.freshness;

import org.jspecify.annotations.NullMarked;
