// SPDX-License-Identifier: Apache-2.0
/** Views and their freshness over REST. */
@NullMarked
package dev.freshet.server.api.view;

import org.jspecify.annotations.NullMarked;
