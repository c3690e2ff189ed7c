// SPDX-License-Identifier: Apache-2.0
/** What templates say and show everywhere alike. */
@NullMarked
package dev.freshet.server.dashboard.ui;

import org.jspecify.annotations.NullMarked;
