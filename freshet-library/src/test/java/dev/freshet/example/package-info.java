// SPDX-License-Identifier: Apache-2.0
/** What the guides show, compiled and run. */
@NullMarked
package dev.freshet.example;

import org.jspecify.annotations.NullMarked;
