// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.server.dashboard.job;

import org.jspecify.annotations.NullMarked;
