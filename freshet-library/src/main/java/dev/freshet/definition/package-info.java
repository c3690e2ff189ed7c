// SPDX-License-Identifier: Apache-2.0
/**
 * What users declare: the files, their validation, the plan and the deployments.
 *
 * <p>{@link dev.freshet.definition.Definitions} is everything a set of files declares, with defaults filled in. Reading
 * files either gives one or a list of <em>all</em> faults, each with file, line, key and remedy; nothing is corrected in
 * silence. Applying compares it with what is in force, writes the difference and one deployment row in one transaction,
 * and lets the features above ({@link dev.freshet.definition.Deployable}) follow in the same transaction.
 *
 * <p>The keys stand in one place ({@code JobKeys}, {@code ViewKeys}, {@code GroupKeys}, {@code ChannelKeys}, {@code RetentionKeys}): the
 * reader, the JSON Schema and the reference are made of them. Read first: {@code DefinitionReader}, then
 * {@code SectionReader}, {@code Fields}, {@code References}; and {@code DefinitionApplier} for what follows.
 */
@NullMarked
package dev.freshet.definition;

import org.jspecify.annotations.NullMarked;
