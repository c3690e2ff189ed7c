// SPDX-License-Identifier: Apache-2.0
/** Jobs over REST: list, one, run now, pause, resume, the tick ledger, and the door for schedulers. */
@NullMarked
package dev.freshet.server.api.job;

import org.jspecify.annotations.NullMarked;
