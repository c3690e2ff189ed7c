// SPDX-License-Identifier: Apache-2.0
/** What the build itself needs and no user ever sees. */
@NullMarked
package dev.freshet.build;

import org.jspecify.annotations.NullMarked;
