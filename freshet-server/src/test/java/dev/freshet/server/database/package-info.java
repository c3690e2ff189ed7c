// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.server.database;

import org.jspecify.annotations.NullMarked;
