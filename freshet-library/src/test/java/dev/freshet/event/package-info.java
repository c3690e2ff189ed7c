// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.event;

import org.jspecify.annotations.NullMarked;
