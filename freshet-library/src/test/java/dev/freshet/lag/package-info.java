// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.lag;

import org.jspecify.annotations.NullMarked;
