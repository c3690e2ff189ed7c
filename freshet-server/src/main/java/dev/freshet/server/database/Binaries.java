// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked from the jar they come in. */
final class Binaries {

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final int EXECUTABLE_BY_OWNER = 0100;

    private final Path root;

    private Binaries(Path root) {
        this.root = root;
    }

    /** Unpacks into a folder named by the version, once; a half-unpacked one never gets that name. */
    static Binaries unpack(Path cache) {
        checkMachine();
        Path root = cache.toAbsolutePath().normalize().resolve("postgresql-" + version());
        if (Files.isDirectory(root)) {
            return new Binaries(root);
        }
        try (InputStream archive = Binaries.class.getResourceAsStream(ARCHIVE)) {
            PrivateFiles.createDirectories(cache);
            Path unfinished = Files.createTempDirectory(cache, "unpacking-");
            extract(archive, unfinished);
            publish(unfinished, root);
            return new Binaries(root);
        } catch (IOException e) {
            throw PrivateFiles.failure(
                    "PostgreSQL cannot be unpacked into " + root + ": " + PrivateFiles.reason(e)
                            + "; it needs about 60 MB there: make room or name another folder with --home",
                    e);
        }
    }

    Path program(String name) {
        return root.resolve("bin").resolve(name);
    }

    private static void checkMachine() {
        String system = System.getProperty("os.name");
        String architecture = System.getProperty("os.arch");
        if (!system.equals("Linux") || !architecture.equals("amd64")) {
            throw PrivateFiles.failure(
                    "The embedded PostgreSQL runs on Linux on amd64 only, not on " + system + " on " + architecture
                            + "; name a PostgreSQL of your own with --database-url postgresql://…",
                    null);
        }
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream in = Binaries.class.getResourceAsStream("binaries.properties")) {
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw PrivateFiles.failure("Freshet's own jar is damaged: " + e.getMessage(), e);
        }
    }

    private static void publish(Path unfinished, Path root) throws IOException {
        try {
            Files.move(unfinished, root, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (IOException e) {
            // Another start was faster; what it unpacked is the same.
            PrivateFiles.delete(unfinished);
            if (!Files.isDirectory(root)) {
                throw e;
            }
        }
    }

    private static void extract(@Nullable InputStream archive, Path target) throws IOException {
        if (archive == null) {
            throw new IOException("the archive " + ARCHIVE + " is missing from the class path");
        }
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive names a file outside of itself: " + entry.getName());
                }
                extract(tar, entry, path, target);
            }
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path path, Path target)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(path, target.resolve(entry.getLinkName()).normalize());
        } else {
            Files.copy(tar, path);
            if ((entry.getMode() & EXECUTABLE_BY_OWNER) != 0) {
                Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path));
                permissions.add(PosixFilePermission.OWNER_EXECUTE);
                Files.setPosixFilePermissions(path, permissions);
            }
        }
    }
}
