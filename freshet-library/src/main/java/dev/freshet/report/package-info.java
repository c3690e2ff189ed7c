// SPDX-License-Identifier: Apache-2.0
/**
 * {@code report} jobs: a document for each recipient, made of SQL and a template, and mailed.
 *
 * <p>Each recipient is an item, worked on in a transaction of its own: {@link dev.freshet.report.ReportQueries} reads the
 * rows, {@code ReportDocument} fills the templates in, the mail is handed over, and then its copy is kept and the item ends,
 * in one transaction. Whoever dies between the hand-over and the commit sends the mail again: at-least-once, with the same
 * {@code Message-ID} and {@code X-Freshet-Idempotency-Key}. A refused recipient fails that item and no other.
 */
@NullMarked
package dev.freshet.report;

import org.jspecify.annotations.NullMarked;
