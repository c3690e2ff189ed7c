// SPDX-License-Identifier: Apache-2.0
/**
 * Taking work over from another scheduler: reading what it has, and comparing what it did.
 *
 * <p>{@link dev.freshet.takeover.CrontabImport} and {@link dev.freshet.takeover.PgCronImport} read the other scheduler's entries
 * and make {@link dev.freshet.takeover.Proposal}s of them: definitions for a person to review, each beside the line it comes
 * from and with a remark wherever Freshet would do something else than the old scheduler did. Nothing is applied and
 * nothing of the old scheduler is changed.
 *
 * <p>Freshet runs no shell. {@link dev.freshet.takeover.CommandTranslator} recognises commands that are SQL or an HTTP call in
 * disguise; any other command stays where it is, and the proposal says which line reports to Freshet from there.
 *
 * <p>{@link dev.freshet.takeover.StartComparison} lays the ticks of jobs that run in the shadow ({@code shadow: true}) beside
 * the starts of the old scheduler.
 *
 * <p>Invariant: the text of {@link dev.freshet.takeover.ImportedDefinitions} is a definition file without faults, whatever was
 * read.
 */
@NullMarked
package dev.freshet.takeover;

import org.jspecify.annotations.NullMarked;
