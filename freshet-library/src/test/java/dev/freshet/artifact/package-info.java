// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.artifact;

import org.jspecify.annotations.NullMarked;
