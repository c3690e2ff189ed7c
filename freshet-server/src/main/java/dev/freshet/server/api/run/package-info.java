// SPDX-License-Identifier: Apache-2.0
/** Runs over REST: list, one, cancel, log. */
@NullMarked
package dev.freshet.server.api.run;

import org.jspecify.annotations.NullMarked;
