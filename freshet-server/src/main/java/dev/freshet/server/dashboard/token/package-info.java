// SPDX-License-Identifier: Apache-2.0
/** {@code /tokens}: what machines present. */
@NullMarked
package dev.freshet.server.dashboard.token;

import org.jspecify.annotations.NullMarked;
