// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import dev.freshet.Freshet;
import dev.freshet.FreshetBuilder;
import dev.freshet.access.InvitationControl;
import dev.freshet.access.TokenStore;
import dev.freshet.audit.Actor;
import dev.freshet.definition.Applied;
import dev.freshet.definition.DefinitionReader;
import dev.freshet.definition.DefinitionReading;
import dev.freshet.definition.PlanAction;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.mail.MailServer;
import dev.freshet.mail.MailSettings;
import dev.freshet.postgres.Database;
import dev.freshet.postgres.DatabaseUrl;
import dev.freshet.server.database.EmbeddedPostgres;
import dev.freshet.server.database.Ports;
import dev.freshet.server.log.LogFormat;
import dev.freshet.server.metrics.WorkMetrics;
import dev.freshet.server.trace.TraceConfig;
import dev.freshet.server.trace.TraceSwitch;
import dev.freshet.server.trace.Traces;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The running service. This class is its wiring: database, schema, tokens, engine, web – closed in the opposite order, the
 * embedded PostgreSQL last.
 */
public final class FreshetServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FreshetServer.class);
    private static final int SLOTS = 10;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Freshet engine;
    private @Nullable ApplicationContext web;
    private String databaseAddress = "";
    private volatile int port;

    private FreshetServer() {}

    /**
     * Starts everything and returns when the service answers.
     *
     * @param preparation of the database, before Freshet works in it
     * @param says gets the lines people wait for
     */
    public static FreshetServer start(ServerOptions options, Consumer<DatabaseUrl> preparation, Consumer<String> says) {
        return start(options, preparation, engine -> {}, says);
    }

    /**
     * As {@link #start(ServerOptions, Consumer, Consumer)}.
     *
     * @param afterwards gets the engine as soon as it works, before the service answers
     */
    public static FreshetServer start(
            ServerOptions options,
            Consumer<DatabaseUrl> preparation,
            Consumer<Freshet> afterwards,
            Consumer<String> says) {
        FreshetServer server = new FreshetServer();
        Thread closer = new Thread(server::close, "freshet-stop");
        Runtime.getRuntime().addShutdownHook(closer);
        try {
            server.startParts(options, preparation, afterwards, says);
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** The engine behind it. */
    public Freshet freshet() {
        return Objects.requireNonNull(engine);
    }

    /** The web side. */
    ApplicationContext web() {
        return Objects.requireNonNull(web);
    }

    /** Whether mails go into a folder instead of out. */
    public boolean mailsIntoFolder() {
        MailSettings mail = freshet().mail();
        return mail != null && mail.server() instanceof MailServer.Folder;
    }

    /** The port it answers on. */
    public int port() {
        return port;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Where people reach it: as configured, else on this machine once the port is known. */
    private @Nullable String publicUrl(ServerOptions options) {
        if (options.access().publicUrl() != null) {
            return options.access().publicUrl();
        }
        int known = port == 0 ? options.port() : port;
        return known == 0 ? null : "http://127.0.0.1:" + known;
    }

    private void startParts(
            ServerOptions options,
            Consumer<DatabaseUrl> preparation,
            Consumer<Freshet> afterwards,
            Consumer<String> says) {
        if (options.port() != 0 && !Ports.isFree(options.port())) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Port " + options.port() + " is in use; stop what uses it, or choose another one with --port");
        }
        Optional<DefinitionReading.Valid> config = Optional.ofNullable(options.config())
                .map(DefinitionReader::read)
                .map(DefinitionReading::orThrow);
        LogFormat.check(System.getenv("FRESHET_LOG_FORMAT"));
        HomeFolder home = new HomeFolder(options.home());
        LiveStreams streams = new LiveStreams();
        PrometheusRegistry metrics = new PrometheusRegistry();
        Optional<Traces> traces = TraceSwitch.open();
        traces.ifPresent(this::add);
        Map<String, Object> parts =
                new HashMap<>(Map.of("liveStreams", streams, "metrics", metrics, "accessOptions", options.access()));
        traces.ifPresent(open -> parts.put(TraceConfig.TRACES, open));
        // While the database starts, the web side reads its classes and configuration; then it waits for the engine.
        WebStart webStart = WebStart.begin(options, parts);
        try {
            Database database = openDatabase(options, preparation, says);
            FreshetBuilder builder = Freshet.builder(database)
                    .slots(SLOTS)
                    .observer(new WorkMetrics(metrics))
                    .publicUrl(() -> publicUrl(options));
            traces.ifPresent(open -> builder.observer(open.work()));
            if (options.mail() != null) {
                builder.mail(options.mail());
            }
            Freshet freshet = add(builder.build());
            engine = freshet;
            freshet.start();
            config.ifPresent(valid -> apply(freshet, valid));
            afterwards.accept(freshet);
            AdminToken.ensure(new TokenStore(database), home, options.adminToken());
            webStart.goOn(freshet, new ServiceFacts(databaseAddress, options.home(), Instant.now()));
        } catch (RuntimeException e) {
            webStart.giveUp(e);
            throw e;
        }
        ConfigurableApplicationContext started = add(webStart.await());
        web = started;
        // Before the web server, which would wait for them.
        add(streams);
        port = Objects.requireNonNull(((ServletWebServerApplicationContext) started).getWebServer())
                .getPort();
        home.writeServiceUrl(url());
        says.accept("Freshet is ready at " + url());
        WelcomeLink.renew(started.getBean(InvitationControl.class), home, url())
                .ifPresent(link -> says.accept("Set up the administrator at " + link));
    }

    private static void apply(Freshet freshet, DefinitionReading.Valid config) {
        config.warnings().forEach(warning -> LOG.warn("{}", warning.text()));
        Applied applied =
                freshet.apply(config.definitions(), config.sources(), new Actor("serve --config", "serve"), null);
        applied.plan().warnings().forEach(warning -> LOG.warn("{}", warning));
        applied.plan()
                .entries()
                .forEach(entry -> entry.warnings().forEach(warning -> LOG.warn("{}: {}", entry.name(), warning)));
        applied.plan().entries().stream()
                .filter(entry -> entry.action() == PlanAction.REMOVE)
                .forEach(entry -> LOG.warn(
                        "Removed {}, which was in force and is not in the definitions of --config", entry.name()));
        if (applied.isNew()) {
            LOG.info(
                    "Applied the definitions as deployment {}",
                    applied.deployment().id());
        }
    }

    private Database openDatabase(ServerOptions options, Consumer<DatabaseUrl> preparation, Consumer<String> says) {
        DatabaseUrl pooled = options.databaseUrl();
        if (pooled == null) {
            pooled = add(EmbeddedPostgres.start(options.home(), options.databasePort()))
                    .url();
            says.accept("Database: " + pooled.withPassword());
        }
        databaseAddress = pooled.toString();
        DatabaseUrl direct = options.directDatabaseUrl() == null ? pooled : options.directDatabaseUrl();
        preparation.accept(direct);
        return add(Database.open(pooled, direct, SLOTS));
    }

    /** Closes something of the caller's before all parts of the service. */
    public void attach(AutoCloseable part) {
        add(part);
    }

    /** Returns when the service was closed. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    private synchronized <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not close cleanly", part.getClass().getSimpleName(), e);
            }
        }
        ended.countDown();
    }
}
