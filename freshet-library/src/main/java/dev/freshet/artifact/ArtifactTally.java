// SPDX-License-Identifier: Apache-2.0
package dev.freshet.artifact;

/** How much a run kept. */
public record ArtifactTally(long artifacts, long bytes) {}
