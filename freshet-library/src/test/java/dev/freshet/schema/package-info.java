// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.schema;

import org.jspecify.annotations.NullMarked;
