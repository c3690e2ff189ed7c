// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.takeover;

import org.jspecify.annotations.NullMarked;
