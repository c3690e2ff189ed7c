// SPDX-License-Identifier: Apache-2.0
package dev.freshet.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.freshet.error.FreshetException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SimplePathsTest {

    @Test
    void findsBothWaysRoundADiamondInTheOrderOfNames() {
        Digraph<Relation> graph = graph("a>b", "a>c", "b>d", "c>d", "d>e", "x>d", "a>y");
        assertThat(all(graph, "a", "d")).containsExactly("a b d", "a c d");
        assertThat(all(graph, "a", "e")).containsExactly("a b d e", "a c d e");
        assertThat(all(graph, "e", "a")).isEmpty();
        assertThat(all(graph, "a", "a")).containsExactly("a");
    }

    @Test
    void meetsNoRelationTwiceWhereThereIsACycle() {
        Digraph<Relation> graph = graph("a>b", "b>c", "c>b", "c>a", "b>d", "c>d");
        assertThat(all(graph, "a", "d")).containsExactly("a b c d", "a b d");
        assertThat(all(graph, "a", "c")).containsExactly("a b c");
    }

    @Test
    void goesOnExactlyAfterThePathWhoseCursorItIsGiven() {
        Digraph<Relation> graph = layers(4, 3);
        List<String> together = new ArrayList<>();
        String cursor = null;
        int parts = 0;
        do {
            SimplePaths paths = SimplePaths.of(graph, node("from"), node("to"), cursor);
            cursor = null;
            for (int i = 0; i < 10 && paths.next(); i++) {
                together.add(text(paths.path()));
                cursor = i == 9 ? paths.cursor() : null;
            }
            parts++;
        } while (cursor != null);
        assertThat(parts).isEqualTo(9);
        assertThat(together).isEqualTo(all(graph, "from", "to")).hasSize(81);
    }

    @Test
    void refusesACursorOfAnotherLineageAndOneThatIsMadeUp() {
        SimplePaths paths = SimplePaths.of(graph("a>b", "b>c"), node("a"), node("c"), null);
        assertThat(paths.next()).isTrue();
        String cursor = paths.cursor();
        Digraph<Relation> changed = graph("a>b", "b>c", "a>c");
        assertThatThrownBy(() -> SimplePaths.of(changed, node("a"), node("c"), cursor))
                .isInstanceOf(FreshetException.class)
                .hasMessageContaining("has changed since");
        String own = cursor.substring(0, cursor.indexOf('.'));
        for (String made : List.of("", "?", own, own + ".", own + ".9", own + ".-1.0", own + ".0", own + ".0.0.0")) {
            assertThatThrownBy(() -> SimplePaths.of(graph("a>b", "b>c"), node("a"), node("c"), made))
                    .as(made)
                    .isInstanceOf(FreshetException.class)
                    .hasMessageContaining("none of this list");
        }
        assertThat(SimplePaths.of(graph("a>b", "b>c", "x>y"), node("a"), node("c"), cursor)
                        .next())
                .as("a change elsewhere does not matter")
                .isFalse();
    }

    /** Ten to the sixth paths: what one step leaves behind on the heap would show a million times. */
    @Test
    void walksAMillionPathsAndKeepsNoneOfThem() {
        SimplePaths paths = SimplePaths.of(layers(6, 10), node("from"), node("to"), null);
        assertThat(paths.next()).isTrue();
        assertThat(text(paths.path())).isEqualTo("from 0-0 1-0 2-0 3-0 4-0 5-0 to");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int count = 1;
        while (paths.next()) {
            count++;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(count).isEqualTo(1_000_000);
        assertThat(allocated).as("bytes allocated by a million steps").isLessThan(1_000_000);
    }

    /** From c0 only a way back leads to the target; a walk that does not look ahead tries 25! orders of the others. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void doesNotGetLostWhereEveryWayLeadsBackToThePath() {
        List<String> arrows = new ArrayList<>(List.of("from>c0", "c0>to"));
        for (int i = 0; i < 25; i++) {
            for (int j = 0; j < 25; j++) {
                if (i != j) {
                    arrows.add("c" + i + ">c" + j);
                }
            }
        }
        assertThat(all(graph(arrows.toArray(String[]::new)), "from", "to")).containsExactly("from c0 to");
    }

    @Property(tries = 300)
    void findsExactlyWhatASearchWithoutAnyCareFinds(
            @ForAll @Size(max = 24) Set<@IntRange(min = 0, max = 48) Integer> arrows) {
        String[] named = arrows.stream().map(n -> n / 7 + ">" + n % 7).toArray(String[]::new);
        Digraph<Relation> graph = graph(named);
        if (graph.place(node("0")) < 0 || graph.place(node("6")) < 0) {
            return;
        }
        List<String> naive = new ArrayList<>();
        search(graph, new ArrayList<>(List.of(node("0"))), node("6"), naive);
        assertThat(all(graph, "0", "6")).isEqualTo(naive);
        for (int i = 0; i < naive.size(); i++) {
            SimplePaths paths = SimplePaths.of(graph, node("0"), node("6"), null);
            for (int j = 0; j <= i; j++) {
                paths.next();
            }
            assertThat(rest(SimplePaths.of(graph, node("0"), node("6"), paths.cursor())))
                    .isEqualTo(naive.subList(i + 1, naive.size()));
        }
    }

    private static void search(Digraph<Relation> graph, List<Relation> path, Relation target, List<String> found) {
        Relation last = path.getLast();
        if (last.equals(target)) {
            found.add(text(path));
            return;
        }
        for (int next : graph.next(graph.place(last))) {
            if (!path.contains(graph.node(next))) {
                path.add(graph.node(next));
                search(graph, path, target, found);
                path.removeLast();
            }
        }
    }

    private static List<String> all(Digraph<Relation> graph, String from, String to) {
        return rest(SimplePaths.of(graph, node(from), node(to), null));
    }

    private static List<String> rest(SimplePaths paths) {
        List<String> found = new ArrayList<>();
        while (paths.next()) {
            found.add(text(paths.path()));
        }
        return found;
    }

    private static String text(List<Relation> path) {
        return String.join(" ", path.stream().map(Relation::name).toList());
    }

    /** As many layers of as many nodes each, every one read by all of the next layer. */
    private static Digraph<Relation> layers(int layers, int width) {
        List<String> arrows = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            arrows.add("from>0-" + i);
            arrows.add(layers - 1 + "-" + i + ">to");
            for (int layer = 1; layer < layers; layer++) {
                for (int j = 0; j < width; j++) {
                    arrows.add(layer - 1 + "-" + i + ">" + layer + "-" + j);
                }
            }
        }
        return graph(arrows.toArray(String[]::new));
    }

    private static Digraph<Relation> graph(String... arrows) {
        Map<Relation, Set<Relation>> next = new TreeMap<>(LineageNode.BY_NAME);
        Set<Relation> nodes = new TreeSet<>(LineageNode.BY_NAME);
        for (String arrow : arrows) {
            Relation from = node(arrow.substring(0, arrow.indexOf('>')));
            Relation to = node(arrow.substring(arrow.indexOf('>') + 1));
            nodes.add(from);
            nodes.add(to);
            next.computeIfAbsent(from, key -> new TreeSet<>(LineageNode.BY_NAME))
                    .add(to);
        }
        return new Digraph<>(nodes, next);
    }

    private static Relation node(String name) {
        return new Relation(RelationKind.VIEW, name.hashCode(), name);
    }
}
