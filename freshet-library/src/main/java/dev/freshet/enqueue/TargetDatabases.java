// SPDX-License-Identifier: Apache-2.0
package dev.freshet.enqueue;

import dev.freshet.cluster.Agent;
import dev.freshet.cluster.Wakeups;
import dev.freshet.definition.DatabaseDefinition;
import dev.freshet.definition.Definitions;
import dev.freshet.definition.JobDefinition;
import dev.freshet.job.RunControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The declared databases beside the home; follows the definitions as they change. Thread-safe. */
public final class TargetDatabases implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMinutes(10);

    private final Supplier<Definitions> definitions;
    private final RunControl control;
    private final UnaryOperator<String> secrets;
    private final Map<String, EnqueueIntake> intakes = new HashMap<>();
    private final Agent agent = new Agent("target-databases", this::follow);

    /**
     * @param secrets puts environment variables in the place of {@code ${NAME}}
     */
    public TargetDatabases(
            Supplier<Definitions> definitions, RunControl control, UnaryOperator<String> secrets, Wakeups wakeups) {
        this.definitions = definitions;
        this.control = control;
        this.secrets = secrets;
        wakeups.subscribe(message -> {
            if (message.equals(Wakeups.DEFINITIONS) || message.equals(Wakeups.RESYNC)) {
                agent.wake();
            }
        });
    }

    public void start() {
        agent.start();
    }

    @Override
    public void close() {
        agent.close();
        synchronized (intakes) {
            intakes.values().forEach(EnqueueIntake::close);
            intakes.clear();
        }
    }

    public List<Agent.Vitals> vitals() {
        List<Agent.Vitals> vitals = new ArrayList<>(List.of(agent.vitals()));
        synchronized (intakes) {
            intakes.values().forEach(intake -> vitals.add(intake.vitals()));
        }
        return vitals;
    }

    /** How each declared database is, by name; asks them. */
    public List<TargetState> states() {
        List<EnqueueIntake> known;
        synchronized (intakes) {
            known = intakes.values().stream()
                    .sorted(Comparator.comparing(intake -> intake.definition().name()))
                    .toList();
        }
        return known.stream().map(EnqueueIntake::state).toList();
    }

    private Duration follow() {
        Map<String, DatabaseDefinition> declared = definitions.get().databases().stream()
                .collect(Collectors.toMap(DatabaseDefinition::name, database -> database));
        List<EnqueueIntake> gone = new ArrayList<>();
        synchronized (intakes) {
            intakes.values().removeIf(intake -> {
                boolean same = intake.definition()
                        .equals(declared.get(intake.definition().name()));
                if (!same) {
                    gone.add(intake);
                }
                return !same;
            });
            declared.values().forEach(database -> intakes.computeIfAbsent(database.name(), name -> started(database)));
            intakes.values().forEach(EnqueueIntake::jobsChanged);
        }
        gone.forEach(EnqueueIntake::close);
        return EVERY;
    }

    private EnqueueIntake started(DatabaseDefinition database) {
        EnqueueIntake intake = new EnqueueIntake(database, secrets, control, this::jobs);
        intake.start();
        return intake;
    }

    private Set<String> jobs() {
        return definitions.get().allJobs().stream().map(JobDefinition::name).collect(Collectors.toSet());
    }
}
