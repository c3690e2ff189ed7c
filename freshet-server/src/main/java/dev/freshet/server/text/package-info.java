// SPDX-License-Identifier: Apache-2.0
/** Values as people read them, the same words in the dashboard and on the command line. */
@NullMarked
package dev.freshet.server.text;

import org.jspecify.annotations.NullMarked;
