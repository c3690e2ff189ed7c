// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import java.time.Instant;

/**
 * The items that a run listed.
 *
 * @param runId the run
 * @param listedAt when: all of them stand in the partition of this moment
 * @param read how many
 */
public record ItemList(long runId, String job, Instant listedAt, long read) {}
