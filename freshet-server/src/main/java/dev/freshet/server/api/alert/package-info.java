// SPDX-License-Identifier: Apache-2.0
/** Alerts, channels and silences over REST, and as metrics. */
@NullMarked
package dev.freshet.server.api.alert;

import org.jspecify.annotations.NullMarked;
