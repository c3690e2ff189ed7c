// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.mark;

import org.jspecify.annotations.NullMarked;
