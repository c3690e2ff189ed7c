// SPDX-License-Identifier: Apache-2.0
/**
 * Lineage: what reads what, as PostgreSQL's catalogs know it.
 *
 * <p>A {@link dev.freshet.lineage.DependencyGraph} joins {@link dev.freshet.lineage.Relation}s: tables, views,
 * materialized views and functions. {@link dev.freshet.lineage.LineageStore} reads it by walking {@code pg_rewrite} and
 * {@code pg_depend} to the end: a one-step query misses a materialized view that is read through a plain one. A {@link
 * dev.freshet.lineage.LineageMap} lays the definitions over it: which jobs run before and after a view. {@link
 * dev.freshet.lineage.SimplePaths} walks every way from one relation to another, holding no more than the one at hand.
 *
 * <p>Limits: a function's body is known to the catalogs only where it was parsed when it was created ({@code BEGIN
 * ATOMIC}); what a body given as text reads, nobody knows, and such a function is called opaque. Cycles can arise through
 * functions and through {@code after:}; every walk here ends anyway, and {@link dev.freshet.lineage.LineageMap#cycles} tells of
 * them.
 *
 * <p>Read first: {@link dev.freshet.lineage.Lineage}.
 */
@NullMarked
package dev.freshet.lineage;

import org.jspecify.annotations.NullMarked;
