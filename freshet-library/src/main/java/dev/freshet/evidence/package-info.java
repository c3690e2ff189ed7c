// SPDX-License-Identifier: Apache-2.0
/**
 * What each run leaves to judge it by: metrics, checks and limits of change, looked at before its success is recorded.
 *
 * <p>{@link dev.freshet.evidence.RunJudge} is asked once, whatever the job's type. Work in a transaction is judged inside
 * it, so that a bad result never becomes visible.
 */
@NullMarked
package dev.freshet.evidence;

import org.jspecify.annotations.NullMarked;
