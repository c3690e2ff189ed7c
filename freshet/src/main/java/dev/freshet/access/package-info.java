// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.access;

import org.jspecify.annotations.NullMarked;
