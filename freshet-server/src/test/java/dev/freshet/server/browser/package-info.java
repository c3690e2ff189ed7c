// SPDX-License-Identifier: Apache-2.0
/** The dashboard in a real Chromium. */
@NullMarked
package dev.freshet.server.browser;

import org.jspecify.annotations.NullMarked;
