// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import dev.freshet.Freshet;
import dev.freshet.access.TokenStore;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** The start of the web side on a thread of its own: it gets as far as it can without the engine, and waits there. */
final class WebStart {

    private final CompletableFuture<Engine> engine = new CompletableFuture<>();
    private final CompletableFuture<ConfigurableApplicationContext> web = new CompletableFuture<>();

    private WebStart() {}

    /**
     * Begins.
     *
     * @param parts what the web side is given from the start, by the names of the beans
     */
    static WebStart begin(ServerOptions options, Map<String, Object> parts) {
        WebStart start = new WebStart();
        Thread.ofPlatform().name("freshet-web-start").start(() -> {
            try {
                start.web.complete(start.run(options, parts));
            } catch (RuntimeException | Error e) {
                start.web.completeExceptionally(e);
            }
        });
        return start;
    }

    /** The engine works: the web side may answer. */
    void goOn(Freshet freshet, ServiceFacts facts) {
        engine.complete(new Engine(freshet, facts));
    }

    /** There is no engine: returns when the web side has given up too. */
    void giveUp(RuntimeException reason) {
        engine.completeExceptionally(reason);
        web.handle((context, failure) -> context).join();
    }

    /** The web side, when it answers. */
    ConfigurableApplicationContext await() {
        try {
            return web.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private ConfigurableApplicationContext run(ServerOptions options, Map<String, Object> parts) {
        SpringApplication application = new SpringApplication(ServerApplication.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        // The server closes its parts in order; two hooks would race.
        application.setRegisterShutdownHook(false);
        application.setLogStartupInfo(false);
        application.addInitializers(context -> parts.forEach(context.getBeanFactory()::registerSingleton));
        application.addInitializers(context -> context.addBeanFactoryPostProcessor(beans -> {
            Engine started = awaitEngine();
            beans.registerSingleton("freshet", started.freshet());
            beans.registerSingleton("serviceFacts", started.facts());
            beans.registerSingleton("tokens", new TokenStore(started.freshet().database()));
        }));
        // With a proxy before it, addresses and schemes are what the proxy says; without one, anybody could say
        // anything.
        String forwarded = options.access().trustProxy() ? "native" : "none";
        return application.run("--server.port=" + options.port(), "--server.forward-headers-strategy=" + forwarded);
    }

    /** By now all classes and definitions are read; what comes needs the engine. */
    private Engine awaitEngine() {
        try {
            return engine.join();
        } catch (CompletionException e) {
            // Spring keeps quiet about it: the server reports the reason itself.
            throw new SpringApplication.AbandonedRunException();
        }
    }

    /** What the web side waits for. */
    private record Engine(Freshet freshet, ServiceFacts facts) {}
}
