// SPDX-License-Identifier: Apache-2.0
/** The audit trail: every control act, written in the transaction of the act itself. Append-only. */
@NullMarked
package dev.freshet.audit;

import org.jspecify.annotations.NullMarked;
