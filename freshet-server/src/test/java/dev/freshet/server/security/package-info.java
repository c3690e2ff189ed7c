// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.server.security;

import org.jspecify.annotations.NullMarked;
