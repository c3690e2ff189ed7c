// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.Freshet;
import dev.freshet.example.audience.AudienceDemo;
import dev.freshet.example.audience.AudienceOptions;
import dev.freshet.example.audience.Progress;
import dev.freshet.example.audience.ProgressListener;
import dev.freshet.example.audience.RejectedRow;
import dev.freshet.job.Trigger;
import dev.freshet.postgres.DatabaseUrl;
import dev.freshet.server.AccessOptions;
import dev.freshet.server.FreshetServer;
import dev.freshet.server.HomeFolder;
import dev.freshet.server.ServerOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the service on the audience example: an analytics app whose landing page is kept fresh. */
@Command(
        name = "demo",
        description = "Runs the service with an example: an analytics app with live events and nine views kept fresh.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Everything is kept in --home; Ctrl-C ends it, the next start goes on.",
            "The example's definitions are applied while nobody applied others: what freshet apply brought stays."
        })
final class DemoCommand implements Callable<Integer> {

    private static final String SENDER = "Audience <reports@audience.example>";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "replays the real events of DIR/rails_commit_events instead of simulating history")
    private @Nullable Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "other definitions than the example's own, brought in force at this start: a file or a folder")
    private @Nullable Path config;

    @Mixin
    private HostingOptions hosting = new HostingOptions();

    @Mixin
    private MailOptions mail = new MailOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Path home = hosting.home(HomeFolder.standardOfDemo());
        ServerOptions options = new ServerOptions(
                home,
                hosting.port(),
                config,
                null,
                null,
                hosting.databasePort(),
                System.getenv("FRESHET_ADMIN_TOKEN"),
                AccessOptions.of(System.getenv()),
                mail.settingsOr(System.getenv(), home.resolve("mail"), SENDER));
        AtomicReference<@Nullable AudienceDemo> demo = new AtomicReference<>();
        AtomicReference<@Nullable DatabaseUrl> database = new AtomicReference<>();
        FreshetServer server = FreshetServer.start(
                options,
                url -> {
                    database.set(url);
                    demo.set(prepare(url));
                },
                engine -> {
                    if (config == null) {
                        new DemoDefinitions(home)
                                .bringInForce(engine, spec.commandLine().getErr()::println);
                    }
                },
                out::println);
        AudienceDemo prepared = demo.get();
        if (prepared != null) {
            server.attach(prepared.startLive());
        }
        refreshOnce(server);
        printHints(out, server, home, database.get());
        server.awaitEnd();
        return ExitCode.DONE;
    }

    private AudienceDemo prepare(DatabaseUrl url) {
        AudienceOptions events = AudienceOptions.startingAt(Instant.now()).withData(data);
        return AudienceDemo.prepare(
                url.jdbcUrlWithPassword(),
                events,
                new ProgressLine(spec.commandLine().getErr()));
    }

    /** Groups that wait for a tick are refreshed at once; the others are as soon as their promise wants it. */
    private static void refreshOnce(FreshetServer server) {
        Freshet freshet = server.freshet();
        freshet.definitions().current().groups().stream()
                .filter(group -> group.schedule() != null)
                .forEach(group ->
                        freshet.control().runNow(group.name(), Map.of(), Trigger.MANUAL, DemoDefinitions.DEMO, null));
    }

    private void printHints(PrintWriter out, FreshetServer server, Path home, @Nullable DatabaseUrl database) {
        String option = "";
        if (!home.equals(HomeFolder.standardOfDemo())) {
            option = " --home " + quoted(home.toString());
        } else if (server.port() != ServerOptions.DEFAULT_PORT) {
            option = " --server " + server.url();
        }
        out.println();
        out.println("Try, in another terminal:");
        if (new HomeFolder(home).adminToken().isEmpty()) {
            out.println("  export FRESHET_TOKEN=…   # what FRESHET_ADMIN_TOKEN was at the first start");
        }
        out.println("  ./freshet freshness" + option);
        out.println("  ./freshet views" + option);
        out.println("  ./freshet runs" + option);
        out.println("  ./freshet run audience --wait" + option);
        out.println("  ./freshet run team_activity --wait" + option + "   # a report for each team; "
                + (server.mailsIntoFolder() ? "mails go into " + home.resolve("mail") : "mailed"));
        if (database != null) {
            out.println("  psql '" + database.withPassword() + "' -c 'TABLE landing_hero_stats'");
        }
        out.println("Ctrl-C ends it.");
    }

    /** As a shell takes it for one word. */
    private static String quoted(String word) {
        return word.matches("[\\w./@%+=:,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Progress in lines on stderr, and each row that was rejected. */
    private static final class ProgressLine implements ProgressListener {

        private static final int STEP = 10;
        private static final int WHOLE = 100;

        private final PrintWriter err;
        private int printed = -STEP;

        ProgressLine(PrintWriter err) {
            this.err = err;
        }

        @Override
        public void progress(Progress progress) {
            boolean due = progress.percent() >= printed + STEP || (progress.percent() == WHOLE && printed < WHOLE);
            if (due) {
                printed = progress.percent();
                err.printf(Locale.ROOT, "%s: %,d rows, %d %%%n", progress.step(), progress.rows(), progress.percent());
            }
        }

        @Override
        public void rejected(RejectedRow row) {
            err.println("no event: " + row.reason());
        }
    }
}
