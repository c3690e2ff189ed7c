// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.freshness;

import org.jspecify.annotations.NullMarked;
