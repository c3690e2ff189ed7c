// SPDX-License-Identifier: Apache-2.0
/** Tests of tokens and roles. */
@NullMarked
package dev.freshet.access;

import org.jspecify.annotations.NullMarked;
