// SPDX-License-Identifier: Apache-2.0
/**
 * Calls over HTTP: {@code http} jobs, and items processed by a call.
 *
 * <p>{@link dev.freshet.http.CallComposer} makes a request of a declared call, values and secrets; {@link
 * dev.freshet.http.HttpCaller} carries it out, within its time and until somebody asks to end; {@link
 * dev.freshet.http.CallVerdict} says what the answer means. What can be undone by nobody is done at-least-once: a node may
 * die between the answer and its record, and then the call is made again, with the same {@code Idempotency-Key}.
 *
 * <p>Secrets are read when a request is composed, live as long as it does, and are masked in everything that is told of it.
 */
@NullMarked
package dev.freshet.http;

import org.jspecify.annotations.NullMarked;
