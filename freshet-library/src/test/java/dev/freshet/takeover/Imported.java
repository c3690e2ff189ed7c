// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import dev.freshet.definition.DefinitionReader;
import dev.freshet.definition.DefinitionReading;
import dev.freshet.definition.DefinitionSource;
import dev.freshet.definition.Definitions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Crontabs of the tests, imported and read again as definitions. */
final class Imported {

    static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private Imported() {}

    /** The result, the file it becomes, and what that file means. */
    record Read(CrontabImport.Result result, String text, Definitions definitions) {}

    static Read crontab(String resource) {
        return text(resource(resource), resource.replace("etc.", "/etc/"), null, false);
    }

    /** A crontab without a user column, in UTC. */
    static Read lines(String... lines) {
        return text(String.join("\n", lines), "-", false, false);
    }

    static Read text(String text, String fileName, @Nullable Boolean userField, boolean shadow) {
        CrontabImport.Result result = CrontabImport.read(
                text,
                new CrontabImport.Options(fileName, userField, NEW_YORK, shadow, "http://127.0.0.1:3774"),
                path -> path.equals("/srv/app/nightly.sql") ? Optional.of(resource("nightly.sql")) : Optional.empty());
        return new Read(result, result.definitions().text(), definitions(result.definitions()));
    }

    /** What the file means; faults fail the test. */
    static Definitions definitions(ImportedDefinitions imported) {
        DefinitionReading reading =
                DefinitionReader.read(List.of(new DefinitionSource("imported.yaml", imported.text())));
        return reading.orThrow().definitions();
    }

    static String resource(String name) {
        try (InputStream in = Imported.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
