// SPDX-License-Identifier: Apache-2.0
/**
 * The torture test: nodes in processes of their own are killed, frozen beyond their lease and started again at random,
 * while applications enqueue, people act, and backends are ended; then all is left in peace, and the tables alone must
 * tell a story without a gap.
 *
 * <p>Read {@link dev.freshet.torture.TortureClusterTest} first; {@code Workload} has the jobs, {@code NodeGang} hurts
 * nodes, {@code Acts} is what people and applications do, {@code Invariants} is what must hold.
 *
 * <p>It lasts {@code -Dfreshet.test.soak=PT1H} (PT60S unless given); the seed it prints is repeated by
 * {@code -Dfreshet.test.seed=N}.
 */
@NullMarked
package dev.freshet.torture;

import org.jspecify.annotations.NullMarked;
