// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupWriterTest {

    private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();

    @Test
    void writesAtOnceWhereNobodyElseDoes() {
        GroupWriter<Integer, String> writer = new GroupWriter<>(this::write);
        assertThat(writer.write(7)).contains("7");
        assertThat(batches).containsExactly(List.of(7));
    }

    @Test
    void writesTogetherWhatCameWhileAnotherWrote() throws Exception {
        CountDownLatch firstWrites = new CountDownLatch(1);
        CountDownLatch othersCame = new CountDownLatch(1);
        GroupWriter<Integer, String> writer = new GroupWriter<>(entries -> {
            if (entries.contains(0)) {
                firstWrites.countDown();
                await(othersCame);
            }
            return write(entries);
        });
        List<Thread> threads = new ArrayList<>();
        List<Future<Optional<String>>> results = new ArrayList<>();
        results.add(begin(writer, 0, threads));
        await(firstWrites);
        for (int i = 1; i <= 5; i++) {
            results.add(begin(writer, i, threads));
        }
        threads.subList(1, 6).forEach(GroupWriterTest::awaitWaiting);
        othersCame.countDown();
        for (int i = 0; i <= 5; i++) {
            assertThat(results.get(i).get(10, TimeUnit.SECONDS)).contains(Integer.toString(i));
        }
        assertThat(batches).hasSize(2);
        assertThat(batches.get(1)).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    }

    @Test
    void tellsEachOfABatchThatFailedToTryByItself() {
        GroupWriter<Integer, String> writer = new GroupWriter<>(entries -> {
            throw new IllegalStateException("no");
        });
        assertThat(writer.write(1)).isEmpty();
        assertThat(writer.write(2)).isEmpty();
    }

    @Test
    void losesNothingWhenManyWriteAtOnce() throws Exception {
        GroupWriter<Integer, String> writer = new GroupWriter<>(this::write);
        List<Thread> threads = new ArrayList<>();
        List<Future<Optional<String>>> results = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            results.add(begin(writer, i, threads));
        }
        for (int i = 0; i < 2_000; i++) {
            assertThat(results.get(i).get(10, TimeUnit.SECONDS)).contains(Integer.toString(i));
        }
        assertThat(batches.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 2_000).boxed().toList());
    }

    private List<String> write(List<Integer> entries) {
        batches.add(entries);
        return entries.stream().map(String::valueOf).toList();
    }

    private static Future<Optional<String>> begin(
            GroupWriter<Integer, String> writer, int entry, List<Thread> threads) {
        FutureTask<Optional<String>> task = new FutureTask<>(() -> writer.write(entry));
        threads.add(Thread.ofVirtual().start(task));
        return task;
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
