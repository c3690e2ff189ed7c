// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.schedule;

import org.jspecify.annotations.NullMarked;
