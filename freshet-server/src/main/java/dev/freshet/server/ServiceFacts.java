// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import java.nio.file.Path;
import java.time.Instant;

/**
 * What this service is, for people.
 *
 * @param database its URL with the password masked
 */
public record ServiceFacts(String database, Path home, Instant startedAt) {}
