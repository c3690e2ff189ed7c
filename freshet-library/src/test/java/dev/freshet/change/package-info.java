// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.change;

import org.jspecify.annotations.NullMarked;
