// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.Freshet;
import dev.freshet.audit.Actor;
import dev.freshet.definition.DefinitionReader;
import dev.freshet.definition.DefinitionReading;
import dev.freshet.definition.Deployment;
import dev.freshet.example.audience.AudienceDemo;
import dev.freshet.server.database.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The example's own definitions, brought in force unless somebody else's are: nothing that was applied gets lost. */
final class DemoDefinitions {

    static final Actor DEMO = new Actor("demo", "cli");

    private static final String HEADING =
            "# Written anew at each start of the demo. Copy it to change it, then: ./freshet apply --config COPY\n";

    private final Path home;
    private final Path file;

    DemoDefinitions(Path home) {
        this.home = home;
        file = home.resolve("demo.yaml");
    }

    void bringInForce(Freshet freshet, Consumer<String> says) {
        write();
        Optional<Deployment> others = freshet.definitions()
                .findDeploymentInForce()
                .filter(deployment -> !deployment.appliedBy().equals(DEMO.name()));
        if (others.isPresent()) {
            says.accept("Deployment " + others.get().id() + ", applied by "
                    + others.get().appliedBy() + ", stays in force instead of the demo's definitions in " + file);
            return;
        }
        DefinitionReading.Valid own = DefinitionReader.read(file).orThrow();
        freshet.apply(own.definitions(), own.sources(), DEMO, null);
    }

    private void write() {
        try {
            PrivateFiles.createDirectories(home);
            PrivateFiles.write(file, HEADING + AudienceDemo.definitions());
        } catch (IOException e) {
            throw new UncheckedIOException("The example's definitions cannot be written: " + PrivateFiles.reason(e), e);
        }
    }
}
