// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.live;

import dev.freshet.Freshet;
import dev.freshet.cluster.Wakeups;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** What has changed, by topic: a version for whoever caches, and a signal for whoever follows. Thread-safe. */
@Component
public class LiveChanges implements AutoCloseable {

    /** Topics of single runs that are remembered one by one; older ones count as changed when the newest of them was forgotten. */
    private static final int REMEMBERED = 5_000;

    private final Wakeups.Subscription subscription;
    private final List<LiveFollower> followers = new CopyOnWriteArrayList<>();
    private final Map<Topic, Long> versions = new LinkedHashMap<>();
    /** Higher in each life of the service, so that no version means two things. */
    private long latest = System.currentTimeMillis() * 1_000;

    /** No topic's version is lower: when everything may have changed, and for topics that are not remembered. */
    private long floor = latest;

    @Autowired
    LiveChanges(Freshet freshet) {
        this(freshet.wakeups()::subscribe);
    }

    /** Hears messages of the cluster from a source that calls whoever subscribes. */
    public LiveChanges(Function<Consumer<String>, Wakeups.Subscription> source) {
        subscription = source.apply(message -> changed(Topic.of(message)));
    }

    /** Tells everybody that these topics changed. */
    public void changed(Collection<Topic> topics) {
        if (topics.isEmpty()) {
            return;
        }
        synchronized (this) {
            latest++;
            for (Topic topic : topics) {
                versions.remove(topic);
                versions.put(topic, latest);
            }
            if (topics.contains(Topic.EVERYTHING)) {
                floor = latest;
            }
            while (versions.size() > REMEMBERED) {
                Map.Entry<Topic, Long> eldest = versions.entrySet().iterator().next();
                floor = Math.max(floor, eldest.getValue());
                versions.remove(eldest.getKey());
            }
        }
        followers.forEach(follower -> follower.noted(topics));
    }

    /** A number that grows whenever one of the topics changes. */
    public synchronized long version(Set<Topic> topics) {
        return topics.stream()
                .mapToLong(topic -> Math.max(floor, versions.getOrDefault(topic, floor)))
                .max()
                .orElse(floor);
    }

    /** Follows all topics until the follower is closed. */
    LiveFollower follow() {
        return follow(topic -> true);
    }

    /** Follows some topics, and that anything may have changed, until the follower is closed. */
    public LiveFollower follow(Set<Topic> topics) {
        return follow(topic -> topics.contains(topic) || topic.equals(Topic.EVERYTHING));
    }

    private LiveFollower follow(Predicate<Topic> followed) {
        LiveFollower follower = new LiveFollower(followed, followers::remove);
        followers.add(follower);
        return follower;
    }

    @Override
    public void close() {
        subscription.close();
    }
}
