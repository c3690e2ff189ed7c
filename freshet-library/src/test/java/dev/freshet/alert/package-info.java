// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.alert;

import org.jspecify.annotations.NullMarked;
