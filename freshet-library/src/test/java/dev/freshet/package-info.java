// SPDX-License-Identifier: Apache-2.0
/** Laws that hold for the repository as a whole. */
@NullMarked
package dev.freshet;

import org.jspecify.annotations.NullMarked;
