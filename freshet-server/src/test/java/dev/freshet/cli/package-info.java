// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.cli;

import org.jspecify.annotations.NullMarked;
