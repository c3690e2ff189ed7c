// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.report;

import org.jspecify.annotations.NullMarked;
