// SPDX-License-Identifier: Apache-2.0
package dev.freshet.enqueue;

import java.util.UUID;

/**
 * A run that a transaction of an application asked for.
 *
 * @param parameters JSON, as it was passed
 */
record Enqueued(UUID id, String job, String parameters, String actor) {}
