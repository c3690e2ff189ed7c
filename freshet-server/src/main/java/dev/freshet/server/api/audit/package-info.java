// SPDX-License-Identifier: Apache-2.0
/** The audit trail over REST. */
@NullMarked
package dev.freshet.server.api.audit;

import org.jspecify.annotations.NullMarked;
