// SPDX-License-Identifier: Apache-2.0
/** The service: its main method, and how its parts are put together. */
@NullMarked
package dev.freshet.server;

import org.jspecify.annotations.NullMarked;
