// SPDX-License-Identifier: Apache-2.0
package dev.freshet.enqueue;

import java.util.Map;
import java.util.UUID;

/** A run that a transaction of an application asked for. */
record Enqueued(UUID id, String job, Map<String, Object> parameters, String actor) {}
