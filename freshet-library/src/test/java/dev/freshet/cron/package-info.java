// SPDX-License-Identifier: Apache-2.0
/** Cron against a slow oracle, the peers' failing cases and known dates. */
@NullMarked
package dev.freshet.cron;

import org.jspecify.annotations.NullMarked;
