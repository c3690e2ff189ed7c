// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.server.dashboard.overview;

import org.jspecify.annotations.NullMarked;
