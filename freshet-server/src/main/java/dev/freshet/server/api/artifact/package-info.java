// SPDX-License-Identifier: Apache-2.0
/** The files that runs kept, over REST. Their content never runs where the dashboard does. */
@NullMarked
package dev.freshet.server.api.artifact;

import org.jspecify.annotations.NullMarked;
