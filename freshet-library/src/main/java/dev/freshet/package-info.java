// SPDX-License-Identifier: Apache-2.0
/**
 * The front door: {@link dev.freshet.Freshet} wires every part by hand in one readable method.
 *
 * <p>Nobody below imports this package. Packages are layered; {@code ArchitectureTest} holds the order.
 */
@NullMarked
package dev.freshet;

import org.jspecify.annotations.NullMarked;
