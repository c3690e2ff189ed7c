// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one PostgreSQL server of this JVM, started on first use and stopped with the JVM.
 *
 * <p>Settings are those of a throw-away server (no fsync). Thread-safe.
 */
public final class PostgresServer {

    private static final AtomicInteger SERIAL = new AtomicInteger();

    private final EmbeddedPostgres postgres;
    private final String copying;
    private final Set<String> templates = new HashSet<>();

    private PostgresServer(EmbeddedPostgres postgres, String copying) {
        this.postgres = postgres;
        this.copying = copying;
    }

    /** The shared server; the first call starts it (about 3 s on a new machine, 1 s later). */
    public static PostgresServer shared() {
        return Holder.INSTANCE;
    }

    /**
     * Creates a database as a copy of a template.
     *
     * @param template a name for the template; the same name must always mean the same preparation
     * @param preparation fills the template; called once per JVM and name
     */
    public TestDatabase createDatabase(String template, Preparation preparation) {
        ensureTemplate(template, preparation);
        String name = "test_" + SERIAL.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + template + copying);
        return new TestDatabase(this, name);
    }

    /** Port on the loopback address. */
    public int port() {
        return postgres.getPort();
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database + "?user=postgres";
    }

    void drop(String database) {
        execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    }

    private synchronized void ensureTemplate(String template, Preparation preparation) {
        if (templates.contains(template)) {
            return;
        }
        execute("CREATE DATABASE " + template);
        try {
            preparation.prepare(new TestDatabase(this, template));
        } catch (Exception e) {
            drop(template);
            throw new IllegalStateException("The test template " + template + " could not be prepared", e);
        }
        templates.add(template);
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    private static PostgresServer start() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("shared_buffers", "128MB")
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    // Neither UTC nor the JVM's zone, and with a daylight-saving shift at midnight.
                    .setServerConfig("timezone", "America/Havana")
                    .setServerConfig("max_prepared_transactions", "10")
                    .setServerConfig("full_page_writes", "off")
                    .setServerConfig("wal_level", "minimal")
                    .setServerConfig("max_wal_senders", "0")
                    .setLocaleConfig("locale", "C.UTF-8")
                    .start();
            return new PostgresServer(postgres, copying(postgres));
        } catch (IOException e) {
            throw new UncheckedIOException("The PostgreSQL for tests did not start", e);
        }
    }

    /** Half as dear as by the log, where there is a choice; before PostgreSQL 15 it was the only way. */
    private static String copying(EmbeddedPostgres postgres) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            return connection.getMetaData().getDatabaseMajorVersion() < 15 ? "" : " STRATEGY file_copy";
        } catch (SQLException e) {
            throw new IllegalStateException("The PostgreSQL for tests does not answer", e);
        }
    }

    /** Fills a template database. */
    @FunctionalInterface
    public interface Preparation {
        void prepare(TestDatabase database) throws Exception;
    }

    private static final class Holder {
        static final PostgresServer INSTANCE = start();
    }
}
