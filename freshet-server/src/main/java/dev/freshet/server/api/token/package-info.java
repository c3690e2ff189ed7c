// SPDX-License-Identifier: Apache-2.0
/** API tokens over REST. */
@NullMarked
package dev.freshet.server.api.token;

import org.jspecify.annotations.NullMarked;
