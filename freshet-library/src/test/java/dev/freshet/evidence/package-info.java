// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.evidence;

import org.jspecify.annotations.NullMarked;
