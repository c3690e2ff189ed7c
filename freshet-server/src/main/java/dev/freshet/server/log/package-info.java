// SPDX-License-Identifier: Apache-2.0
/** How the service logs: a line for people, or a line of JSON for machines. */
@NullMarked
package dev.freshet.server.log;

import org.jspecify.annotations.NullMarked;
