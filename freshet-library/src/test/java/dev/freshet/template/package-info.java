// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.template;

import org.jspecify.annotations.NullMarked;
