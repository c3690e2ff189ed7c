// SPDX-License-Identifier: Apache-2.0
/** Users over REST. */
@NullMarked
package dev.freshet.server.api.user;

import org.jspecify.annotations.NullMarked;
