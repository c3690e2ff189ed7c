// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.http;

import org.jspecify.annotations.NullMarked;
