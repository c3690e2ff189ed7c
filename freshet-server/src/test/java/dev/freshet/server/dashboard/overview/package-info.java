// SPDX-License-Identifier: Apache-2.0
/** The first page. */
@NullMarked
package dev.freshet.server.dashboard.overview;

import org.jspecify.annotations.NullMarked;
