// SPDX-License-Identifier: Apache-2.0
/**
 * What all REST resources share: errors as problem details, the form of lists, the description for OpenAPI.
 *
 * <p>Each feature has a package of its own below, with its resource and the records it answers.
 */
@NullMarked
package dev.freshet.server.api;

import org.jspecify.annotations.NullMarked;
