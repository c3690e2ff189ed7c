// SPDX-License-Identifier: Apache-2.0
/** What templates say and show everywhere alike: signs of states, times, durations. */
@NullMarked
package dev.freshet.server.dashboard.ui;

import org.jspecify.annotations.NullMarked;
