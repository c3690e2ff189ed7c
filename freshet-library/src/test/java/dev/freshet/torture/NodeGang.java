// SPDX-License-Identifier: Apache-2.0
package dev.freshet.torture;

import dev.freshet.cluster.NodeLease;
import dev.freshet.testing.FreshetDatabase;
import dev.freshet.testing.NodeProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Some nodes in processes of their own, of which one is always left in peace while the others are hurt. */
final class NodeGang implements AutoCloseable {

    private static final int NODES = 3;
    private static final int MILLIS_BETWEEN_HURTS = 2_500;

    private final FreshetDatabase database;
    private final Random random;
    private final List<Member> members = new ArrayList<>();
    private int kills;
    private int freezes;
    private int restarts;
    private long hurtAt = System.nanoTime();

    NodeGang(FreshetDatabase database, Random random) {
        this.database = database;
        this.random = random;
        for (int i = 1; i <= NODES; i++) {
            members.add(new Member("torture-" + i));
        }
    }

    void start() {
        members.forEach(Member::start);
    }

    /** Hurts one now and then, if enough are whole: in turn by a kill, a freeze and an orderly end. */
    private void hurt() {
        List<Member> whole =
                members.stream().filter(member -> member.mendAt == null).toList();
        if (whole.size() < 2) {
            return;
        }
        Member victim = whole.get(random.nextInt(whole.size()));
        hurtAt = System.nanoTime()
                + Duration.ofMillis(MILLIS_BETWEEN_HURTS + random.nextInt(MILLIS_BETWEEN_HURTS))
                        .toNanos();
        switch ((kills + freezes + restarts) % 3) {
            case 0 -> {
                kills++;
                victim.process().kill();
                victim.mendIn(Duration.ofMillis(500 + random.nextInt(5_000)));
            }
            case 1 -> {
                freezes++;
                victim.process().freeze();
                victim.frozen = true;
                victim.mendIn(NodeLease.LEASE.plusMillis(2_000 + random.nextInt(6_000)));
            }
            default -> {
                restarts++;
                NodeProcess leaving = victim.process();
                Thread.ofVirtual().start(leaving::close);
                victim.mendIn(Duration.ofMillis(random.nextInt(3_000)));
            }
        }
    }

    /** Starts and thaws those whose time has come, and hurts another when its time has come. */
    void tend() {
        // A session that was ended while its node was starting takes the node with it; whoever supervises starts it
        // again.
        members.stream()
                .filter(member -> member.mendAt == null && !member.process().isAlive())
                .forEach(Member::start);
        if (System.nanoTime() - hurtAt > 0) {
            hurt();
        }
        members.stream().filter(Member::isDue).forEach(Member::mend);
    }

    /** From here on every node is whole. */
    void mendAll() {
        members.stream().filter(member -> member.mendAt != null).forEach(Member::mend);
    }

    int kills() {
        return kills;
    }

    int freezes() {
        return freezes;
    }

    @Override
    public String toString() {
        return kills + " kills, " + freezes + " freezes, " + restarts + " restarts";
    }

    @Override
    public void close() {
        members.forEach(Member::close);
    }

    private final class Member {
        private final String name;
        private @Nullable NodeProcess process;
        private @Nullable Long mendAt;
        private boolean frozen;

        Member(String name) {
            this.name = name;
        }

        NodeProcess process() {
            if (process == null) {
                throw new IllegalStateException(name + " has not started");
            }
            return process;
        }

        void start() {
            process = NodeProcess.start(database, name, TortureNode.class);
        }

        void mendIn(Duration time) {
            mendAt = System.nanoTime() + time.toNanos();
        }

        boolean isDue() {
            return mendAt != null && System.nanoTime() - mendAt > 0;
        }

        void mend() {
            if (frozen) {
                process().thaw();
            } else {
                start();
            }
            frozen = false;
            mendAt = null;
        }

        void close() {
            if (process != null) {
                if (frozen) {
                    process.kill();
                }
                process.close();
            }
        }
    }
}
