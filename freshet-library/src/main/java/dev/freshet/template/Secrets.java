// SPDX-License-Identifier: Apache-2.0
package dev.freshet.template;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of {@code ${NAME}} come from: an environment variable, else a file of that name in the folder for
 * secrets. Read when they are needed, kept nowhere.
 */
public final class Secrets {

    /** What configures Freshet itself is not for jobs: no definition can send its passwords somewhere. */
    private static final String OUR_OWN = "FRESHET_";

    static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)\\}");

    private final Map<String, String> environment;
    private final @Nullable Path folder;

    /**
     * Secrets of the given places.
     *
     * @param folder null for none
     */
    public Secrets(Map<String, String> environment, @Nullable Path folder) {
        this.environment = Map.copyOf(environment);
        this.folder = folder;
    }

    /** Those of this process; the folder is named by {@code FRESHET_SECRETS_DIR}. */
    public static Secrets ofProcess() {
        String folder = System.getenv("FRESHET_SECRETS_DIR");
        return new Secrets(System.getenv(), folder == null || folder.isBlank() ? null : Path.of(folder.strip()));
    }

    /**
     * The text with the value of each {@code ${NAME}} in its place.
     *
     * @throws FreshetException INVALID_ARGUMENT where there is none of a name
     */
    public String fill(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> Matcher.quoteReplacement(load(match.group(1))));
    }

    /**
     * Reads a secret.
     *
     * @throws FreshetException INVALID_ARGUMENT where there is none of that name
     */
    String load(String name) {
        if (name.startsWith(OUR_OWN)) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "${" + name + "} is not available to jobs: variables that begin with " + OUR_OWN
                            + " configure the service. Give the secret another name.");
        }
        String value = environment.get(name);
        if (value == null) {
            value = inFolder(name);
        }
        if (value == null || value.isEmpty()) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "${" + name + "} has no value on this node. Set the environment variable " + name
                            + (folder == null
                                    ? ", or name a folder of secrets with FRESHET_SECRETS_DIR."
                                    : ", or put it into the file " + name + " of the folder for secrets."));
        }
        return value;
    }

    private @Nullable String inFolder(String name) {
        if (folder == null) {
            return null;
        }
        Path file = folder.resolve(name);
        try {
            return Files.isRegularFile(file) ? Files.readString(file).strip() : null;
        } catch (IOException e) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "${" + name + "} cannot be read from the folder for secrets: "
                            + e.getClass().getSimpleName() + "; the file must be UTF-8 and readable by the service.");
        }
    }
}
