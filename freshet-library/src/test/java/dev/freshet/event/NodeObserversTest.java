// SPDX-License-Identifier: Apache-2.0
package dev.freshet.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeObserversTest {

    private static final RefreshBegin BEGIN = new RefreshBegin("hero", null, 1, 1);

    private final List<String> seen = new ArrayList<>();

    @Test
    void whatOneObserverThrowsReachesNeitherTheWorkNorTheOthers() {
        NodeObserver both = new NodeObservers(List.of(new Broken(), new Counting()));

        both.refreshBegins(BEGIN).ended(new RefreshResult("success", 3L, null, null));
        both.attemptLost(7, "pay", true);

        assertThat(seen).containsExactly("success of hero", "7 lost");
        assertThat(both.traceParent()).isEqualTo("trace");
    }

    @Test
    void anEndThatCannotBeToldIsNoFaultOfTheWork() {
        NodeObserver broken = new NodeObservers(List.of(new NodeObserver() {
            @Override
            public Watch<RefreshResult> refreshBegins(RefreshBegin begin) {
                return end -> {
                    throw new IllegalStateException("at the end");
                };
            }
        }));
        broken.refreshBegins(BEGIN).ended(new RefreshResult("success", 3L, null, null));
        assertThat(broken.traceParent()).isNull();
    }

    private static final class Broken implements NodeObserver {
        @Override
        public Watch<RefreshResult> refreshBegins(RefreshBegin begin) {
            throw new NoClassDefFoundError("a library that is missing");
        }

        @Override
        public void attemptLost(long runId, String job, boolean last) {
            throw new IllegalStateException("broken");
        }

        @Override
        public String traceParent() {
            throw new IllegalStateException("broken");
        }
    }

    private final class Counting implements NodeObserver {
        @Override
        public Watch<RefreshResult> refreshBegins(RefreshBegin begin) {
            return end -> seen.add(end.status() + " of " + begin.view());
        }

        @Override
        public void attemptLost(long runId, String job, boolean last) {
            seen.add(runId + " lost");
        }

        @Override
        public String traceParent() {
            return "trace";
        }
    }
}
