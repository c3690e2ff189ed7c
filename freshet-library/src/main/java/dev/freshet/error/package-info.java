// SPDX-License-Identifier: Apache-2.0
/** The one exception of Freshet and the stable codes it carries. Imports nothing of Freshet. */
@NullMarked
package dev.freshet.error;

import org.jspecify.annotations.NullMarked;
