// SPDX-License-Identifier: Apache-2.0
/** The audience example: an analytics app that people look at, with a simulator and a replay of real events. */
@NullMarked
package dev.freshet.example.audience;

import org.jspecify.annotations.NullMarked;
