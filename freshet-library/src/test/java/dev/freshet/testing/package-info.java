// SPDX-License-Identifier: Apache-2.0
/** Fixtures of the library's own tests. */
@NullMarked
package dev.freshet.testing;

import org.jspecify.annotations.NullMarked;
