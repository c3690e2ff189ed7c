// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.enqueue;

import org.jspecify.annotations.NullMarked;
