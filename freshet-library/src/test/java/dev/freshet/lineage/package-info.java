// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.lineage;

import org.jspecify.annotations.NullMarked;
