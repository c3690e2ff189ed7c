// SPDX-License-Identifier: Apache-2.0
/**
 * What {@code GET /health/ready} looks at: the database, its schema, this node's lease, the definitions in force. Nobody
 * needs to log in for it, so it names no address, user or SQL.
 */
@NullMarked
package dev.freshet.server.health;

import org.jspecify.annotations.NullMarked;
