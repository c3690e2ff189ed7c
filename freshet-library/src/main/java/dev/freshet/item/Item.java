// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

/**
 * An item about to be worked on.
 *
 * @param runId the run that listed it: with {@code number} its identity for ever
 * @param number its place in the list, from 1
 * @param key what the job calls it; unique within the list
 * @param payload JSON
 * @param attempts how often its work has failed before
 */
public record Item(long runId, long number, String key, String payload, int attempts) {}
