// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshet.access.Role;
import dev.freshet.server.live.LiveChanges;
import dev.freshet.server.live.Topic;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContentCacheTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Set<Topic> RUNS = Set.of(Topic.RUNS);
    private static final int READERS = 20;

    private final LiveChanges changes = new LiveChanges(subscriber -> () -> {});
    private final ContentCache cache = new ContentCache(changes);
    private final AtomicInteger rendered = new AtomicInteger();

    @Test
    void rendersAgainOnlyWhenSomethingItShowsHasChanged() {
        Content first = follow("/");
        assertThat(follow("/")).isSameAs(first);
        changes.changed(List.of(Topic.VIEWS));
        assertThat(follow("/")).isSameAs(first);
        changes.changed(List.of(Topic.RUNS));
        assertThat(follow("/").version()).isNotEqualTo(first.version());
    }

    @Test
    void whatChangesWhileItIsRenderedMakesItStale() {
        cache.get(key("/"), RUNS, NOW, () -> {
            changes.changed(List.of(Topic.RUNS));
            return rendering();
        });
        follow("/");
        assertThat(rendered).hasValue(2);
    }

    @Test
    void manyWhoOpenAPageAtOnceShareWhatWasBegunAfterTheyAsked() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Content> slow = threads.submit(() -> open(() -> {
                begun.countDown();
                awaited(goOn);
                return rendering();
            }));
            begun.await();
            List<Future<Content>> others = IntStream.range(0, READERS)
                    .mapToObj(reader -> threads.submit(() -> open(this::rendering)))
                    .toList();
            await().until(() -> cache.waiting(key("/")) == READERS);
            goOn.countDown();
            assertThat(slow.get().html()).isEqualTo("1");
            for (Future<Content> other : others) {
                assertThat(other.get().html()).isEqualTo("2");
            }
        }
        assertThat(rendered).hasValue(2);
    }

    @Test
    void keepsSoMuchAndNoMoreHoweverManyAddressesAreAskedFor() {
        String large = "x".repeat(1_000_000);
        for (int i = 0; i < 40; i++) {
            cache.get(key("/jobs?q=" + i), RUNS, NOW, () -> new ContentCache.Rendered(large, null));
        }
        assertThat(cache.size()).isBetween(10_000_000L, 16_000_000L);
        for (int i = 0; i < 600; i++) {
            cache.get(key("/runs?q=" + i), RUNS, NOW, this::rendering);
        }
        assertThat(cache.size()).isLessThan(10_000L);
        assertThat(follow("/runs?q=599").html()).isEqualTo("600");
        assertThat(follow("/runs?q=599&" + "y".repeat(600)).html()).isEqualTo("601");
        assertThat(follow("/runs?q=599&" + "y".repeat(600)).html()).isEqualTo("602");
    }

    @Test
    void whatCouldNotBeRenderedIsTriedAgain() {
        assertThatThrownBy(() -> cache.get(key("/"), RUNS, NOW, () -> {
                    throw new IllegalStateException("away");
                }))
                .hasMessage("away");
        assertThat(follow("/").html()).isEqualTo("1");
    }

    private Content follow(String address) {
        return cache.get(key(address), RUNS, NOW, this::rendering);
    }

    private Content open(Supplier<ContentCache.Rendered> renderer) {
        return cache.renew(key("/"), RUNS, NOW, renderer);
    }

    private ContentCache.Rendered rendering() {
        return new ContentCache.Rendered(Integer.toString(rendered.incrementAndGet()), null);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ContentCache.Key key(String address) {
        return new ContentCache.Key(address, Role.VIEWER, ZoneOffset.UTC);
    }
}
