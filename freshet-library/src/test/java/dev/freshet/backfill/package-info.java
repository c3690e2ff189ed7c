// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.backfill;

import org.jspecify.annotations.NullMarked;
