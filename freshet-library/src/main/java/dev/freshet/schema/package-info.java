// SPDX-License-Identifier: Apache-2.0
/**
 * Freshet's own tables: their versions, and the partitions history lives in.
 *
 * <p>{@link dev.freshet.schema.SchemaMigrator} brings schema {@code freshet} to this version; the files beside it,
 * {@code V001__node.sql} and on, are the whole truth about the tables and are documented in the database itself
 * ({@code COMMENT ON}). {@link dev.freshet.schema.PartitionStore} creates the partitions of the coming weeks and drops
 * those whose retention ran out.
 */
@NullMarked
package dev.freshet.schema;

import org.jspecify.annotations.NullMarked;
