// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AgentTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofSeconds(5);

    private final AtomicInteger rounds = new AtomicInteger();

    @Test
    void worksAgainWhenWokenDuringItsWork() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Agent agent = new Agent("test", () -> {
            rounds.incrementAndGet();
            working.countDown();
            goOn.await();
            return LONG;
        })) {
            agent.start();
            working.await();
            agent.wake();
            goOn.countDown();
            await().atMost(SHORT).until(() -> rounds.get() == 2);
        }
    }

    @Test
    void goesOnAfterAnyFailureOfItsWork() {
        try (Agent agent = new Agent("test", () -> {
            return switch (rounds.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("once");
                case 2 -> throw new StackOverflowError("twice");
                default -> LONG;
            };
        })) {
            agent.start();
            await().atMost(SHORT).until(() -> rounds.get() == 3);
        }
    }

    @Test
    void stopsAtOnceWhileItBacksOff() {
        Agent agent = new Agent("test", () -> {
            throw new IllegalStateException("again " + rounds.incrementAndGet());
        });
        agent.start();
        await().atMost(SHORT).until(() -> rounds.get() >= 2);
        long begun = System.nanoTime();
        agent.stop();
        agent.stop();
        agent.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void doesNothingOnceStoppedBeforeItsStart() {
        Agent agent = new Agent("test", () -> {
            rounds.incrementAndGet();
            return LONG;
        });
        agent.stop();
        agent.start();
        assertThat(rounds).hasValue(0);
    }
}
