// SPDX-License-Identifier: Apache-2.0
/**
 * The files that runs keep: answers of HTTP calls, copies of mails, whatever a Java handler makes.
 *
 * <p>An artifact is a row of {@code freshet.artifact}, written by an attempt that is in charge, alone or in the transaction
 * of the work itself. What is larger than {@link dev.freshet.artifact.ArtifactPolicy} allows is refused: its row says its
 * size, its digest and why, and has no content. Artifacts go with their week, when {@code retention: artifacts} says so.
 */
@NullMarked
package dev.freshet.artifact;

import org.jspecify.annotations.NullMarked;
