// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.definition;

import org.jspecify.annotations.NullMarked;
