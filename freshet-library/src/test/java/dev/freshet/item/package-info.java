// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.item;

import org.jspecify.annotations.NullMarked;
