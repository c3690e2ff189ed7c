// SPDX-License-Identifier: Apache-2.0
/** Programs that measure. Each prints a table for {@code docs/benchmarks}; {@code benchmarks/run} starts one by its name. */
@NullMarked
package dev.freshet.benchmarks;

import org.jspecify.annotations.NullMarked;
