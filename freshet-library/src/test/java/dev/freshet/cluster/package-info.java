// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.cluster;

import org.jspecify.annotations.NullMarked;
