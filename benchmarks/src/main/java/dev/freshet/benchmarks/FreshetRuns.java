// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import dev.freshet.Freshet;
import dev.freshet.audit.Actor;
import dev.freshet.definition.DefinitionReader;
import dev.freshet.definition.DefinitionReading;
import dev.freshet.definition.DefinitionSource;
import dev.freshet.job.Run;
import dev.freshet.job.RunOutcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Freshet as a library: a row for each run, attempt, line of log and tick. */
final class FreshetRuns implements Contender {

    private static final Actor ACTOR = new Actor("benchmark", "benchmark");

    private final String name;
    private final BenchmarkDatabase database;
    private final String work;
    private final int slots;
    private @Nullable Freshet freshet;

    private FreshetRuns(String name, BenchmarkDatabase database, String work, int slots) {
        this.name = name;
        this.database = database;
        this.work = work;
        this.slots = slots;
        // Makes the schema.
        start(new Meter(0));
        stop();
    }

    /** The no-op is a Java handler. */
    static FreshetRuns java(BenchmarkDatabase database, int slots) {
        return new FreshetRuns("Freshet", database, "type: java, handler: no-op", slots);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String history() {
        return "run, attempt, log lines, ticks; by default for weeks";
    }

    @Override
    public void queue(int runs) {
        database.number("SELECT count(freshet.enqueue('no-op')) AS n FROM generate_series(1, " + runs + ")");
    }

    @Override
    public void start(Meter meter) {
        freshet = Freshet.builder(database.database())
                .slots(slots)
                .handler("no-op", context -> noOp(context.run(), meter))
                .build();
        freshet.start();
        define("");
    }

    private static RunOutcome noOp(Run run, Meter meter) {
        Instant due = run.scheduledFor();
        if (due == null) {
            meter.ran();
        } else {
            meter.ran(due);
        }
        return new RunOutcome.Succeeded(null, false);
    }

    private void define(String schedule) {
        String yaml = "freshet: 1\njobs:\n  no-op: { " + work + ", overlap: allow" + schedule + " }\n";
        if (freshet != null
                && DefinitionReader.read(List.of(new DefinitionSource("benchmark.yaml", yaml)))
                        instanceof DefinitionReading.Valid valid) {
            freshet.apply(valid.definitions(), valid.sources(), ACTOR, null);
        } else {
            throw new IllegalStateException("Freshet does not understand:\n" + yaml);
        }
    }

    @Override
    public boolean isDone() {
        return database.number("SELECT count(*) AS n FROM freshet.run_active") == 0;
    }

    @Override
    public void scheduleEverySecond(int seconds) {
        define(", schedule: \"* * * * * *\"");
    }

    @Override
    public void unschedule() {
        define("");
    }

    @Override
    public void stop() {
        if (freshet != null) {
            freshet.close();
            freshet = null;
        }
    }

    @Override
    public BenchmarkDatabase database() {
        return database;
    }
}
