// SPDX-License-Identifier: Apache-2.0
package dev.freshet;

import dev.freshet.event.NodeObserver;
import dev.freshet.item.ItemHandler;
import dev.freshet.job.JobHandler;
import dev.freshet.mail.MailSettings;
import dev.freshet.postgres.Database;
import dev.freshet.template.Secrets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what a node needs. */
public final class FreshetBuilder {
    private static final int DEFAULT_SLOTS = 16;

    final Database database;
    String nodeName = "freshet-" + ProcessHandle.current().pid();
    InstantSource clock = InstantSource.system();
    int slots = DEFAULT_SLOTS;

    @Nullable
    MailSettings mail;

    Secrets secrets = Secrets.ofProcess();
    Supplier<@Nullable String> publicUrl = () -> null;
    Duration drain = Duration.ofSeconds(5);
    final List<NodeObserver> observers = new ArrayList<>();
    final Map<String, JobHandler> handlers = new HashMap<>();
    final Map<String, ItemHandler> itemHandlers = new HashMap<>();

    FreshetBuilder(Database database) {
        this.database = database;
    }

    /** A name for people; two nodes may share it. */
    public FreshetBuilder nodeName(String name) {
        nodeName = name;
        return this;
    }

    /** This process's clock; decisions use the database's all the same. */
    public FreshetBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** Where calls and mails find their passwords; by default the process's environment. */
    public FreshetBuilder secrets(Secrets source) {
        secrets = source;
        return this;
    }

    /** How reports are mailed; without it, their runs fail and say so. */
    public FreshetBuilder mail(MailSettings settings) {
        mail = settings;
        return this;
    }

    /**
     * Where people reach the service, for links in alerts: {@code https://freshet.shop.example}, without a slash at its end;
     * asked for when a message is written, and may be null as long as nobody knows.
     */
    public FreshetBuilder publicUrl(Supplier<@Nullable String> address) {
        publicUrl = address;
        return this;
    }

    /** How many runs this node carries out at once. */
    public FreshetBuilder slots(int count) {
        slots = count;
        return this;
    }

    /** How long a stopping node lets what runs end before it drops it. */
    public FreshetBuilder drain(Duration time) {
        drain = time;
        return this;
    }

    /** Somebody who follows what the node does; may be called several times. */
    public FreshetBuilder observer(NodeObserver observer) {
        observers.add(observer);
        return this;
    }

    /**
     * The work of {@code java} jobs that name this handler. Every node that may claim such a job needs it.
     *
     * @throws IllegalArgumentException when the name is taken
     */
    public FreshetBuilder handler(String name, JobHandler handler) {
        if (handlers.putIfAbsent(name, handler) != null) {
            throw new IllegalArgumentException("There are two handlers named " + name);
        }
        return this;
    }

    /**
     * The work on each item of {@code items} jobs that name this handler. Every node that may claim such a job needs it.
     *
     * @throws IllegalArgumentException when the name is taken
     */
    public FreshetBuilder itemHandler(String name, ItemHandler handler) {
        if (itemHandlers.putIfAbsent(name, handler) != null) {
            throw new IllegalArgumentException("There are two item handlers named " + name);
        }
        return this;
    }

    public Freshet build() {
        return new Freshet(this);
    }
}
