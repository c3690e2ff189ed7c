// SPDX-License-Identifier: Apache-2.0
/** The declared databases beside the home, over REST. */
@NullMarked
package dev.freshet.server.api.database;

import org.jspecify.annotations.NullMarked;
