// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.audit;

import org.jspecify.annotations.NullMarked;
