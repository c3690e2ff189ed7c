// SPDX-License-Identifier: Apache-2.0
/** The first page: is everything as fresh as promised, what runs, what failed, and what helps. */
@NullMarked
package dev.freshet.server.dashboard.overview;

import org.jspecify.annotations.NullMarked;
