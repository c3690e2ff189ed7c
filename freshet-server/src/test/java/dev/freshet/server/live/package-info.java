// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.server.live;

import org.jspecify.annotations.NullMarked;
