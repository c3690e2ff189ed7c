// SPDX-License-Identifier: Apache-2.0
/** Jobs, and one job: when it fires, how it fared, what it is made of, and what people did to it. */
@NullMarked
package dev.freshet.server.dashboard.job;

import org.jspecify.annotations.NullMarked;
