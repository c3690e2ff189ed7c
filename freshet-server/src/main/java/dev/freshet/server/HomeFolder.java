// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import dev.freshet.access.TokenSecret;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.server.database.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a service leaves in its home folder for the commands of its owner. */
public final class HomeFolder {

    private final Path root;

    public HomeFolder(Path root) {
        this.root = root;
    }

    /** Where {@code serve} keeps its things unless told otherwise. */
    public static Path standard() {
        return Path.of(System.getProperty("user.home"), ".freshet");
    }

    /** Where {@code demo} does. */
    public static Path standardOfDemo() {
        return standard().resolve("demo");
    }

    public Path adminTokenFile() {
        return root.resolve("admin-token");
    }

    /** The address of the service that used this folder last. */
    public Optional<String> serviceUrl() {
        return read(root.resolve("service-url"));
    }

    public Optional<TokenSecret> adminToken() {
        return read(adminTokenFile()).map(TokenSecret::new);
    }

    /** Where the link for the first administrator is kept until it is used. */
    Path welcomeLinkFile() {
        return root.resolve("welcome-link");
    }

    Optional<String> welcomeLink() {
        return read(welcomeLinkFile());
    }

    void writeWelcomeLink(String link) {
        write(welcomeLinkFile(), link);
    }

    void removeWelcomeLink() {
        try {
            Files.deleteIfExists(welcomeLinkFile());
        } catch (IOException e) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT, "The file " + welcomeLinkFile() + " cannot be removed", e);
        }
    }

    void writeServiceUrl(String url) {
        write(root.resolve("service-url"), url);
    }

    void writeAdminToken(TokenSecret token) {
        write(adminTokenFile(), token.value());
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.isReadable(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void write(Path file, String content) {
        try {
            PrivateFiles.createDirectories(root);
            PrivateFiles.write(file, content + "\n");
        } catch (IOException e) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The file " + file + " cannot be written: " + PrivateFiles.reason(e)
                            + "; name a folder you may write to with --home",
                    e);
        }
    }
}
