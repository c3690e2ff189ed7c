// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.server.text;

import org.jspecify.annotations.NullMarked;
