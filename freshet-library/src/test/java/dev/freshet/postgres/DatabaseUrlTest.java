// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.error.FreshetException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    private static final Map<String, String> NOTHING = Map.of();

    @Test
    void readsEveryPart() {
        DatabaseUrl url =
                DatabaseUrl.parse("postgresql://ann:s%40crt%2B+@db.example:6543/my%20db?sslmode=require", NOTHING);
        assertThat(url)
                .isEqualTo(
                        new DatabaseUrl("db.example", 6543, "my db", "ann", "s@crt++", Map.of("sslmode", "require")));
    }

    @Test
    void missingPartsComeFromTheEnvironmentAndFromPostgresDefaults() {
        DatabaseUrl url = DatabaseUrl.parse("postgres://", Map.of("PGUSER", "ann", "PGPASSWORD", "secret"));
        assertThat(url).isEqualTo(new DatabaseUrl("localhost", 5432, "ann", "ann", "secret", Map.of()));
    }

    @Test
    void thePasswordInTheUrlWinsOverTheEnvironment() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://ann:own@h/d", Map.of("PGPASSWORD", "other"));
        assertThat(url.password()).isEqualTo("own");
    }

    @Test
    void withoutAnyPasswordTheDriverMayLookIntoItsPasswordFile() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://ann@h/d", NOTHING);
        assertThat(url.properties()).doesNotContainKey("password");
    }

    @Test
    void readsIpv6Addresses() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://ann@[::1]:5433/d", NOTHING);
        assertThat(url.host()).isEqualTo("::1");
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:5433/d");
        assertThat(url).hasToString("postgresql://ann@[::1]:5433/d");
    }

    @Test
    void masksThePasswordWhereverItPrintsItself() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://ann:secret@h/d", NOTHING);
        assertThat(url.toString()).isEqualTo("postgresql://ann:***@h:5432/d").doesNotContain("secret");
        assertThat(url.withPassword()).isEqualTo("postgresql://ann:secret@h:5432/d");
    }

    @Test
    void printsWhatItReads() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://a%3Ab:p%25@h:1/d?application_name=x%26y", NOTHING);
        assertThat(DatabaseUrl.parse(url.withPassword(), NOTHING)).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({"application_name, ApplicationName", "connect_timeout, connectTimeout", "sslmode, sslmode"})
    void translatesNamesOfLibpqToTheDriver(String given, String expected) {
        assertThat(DatabaseUrl.parse("postgresql://h/d?" + given + "=1", NOTHING)
                        .parameters())
                .containsOnlyKeys(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://h/d",
                "h/d",
                "",
                "postgresql://ann:sec ret@h/d",
                "postgresql://ann:secret@h:port/d",
                "postgresql://h/d?sslmod=require"
            })
    void refusesWhatItCannotReadWithoutShowingThePassword(String url) {
        assertThatThrownBy(() -> DatabaseUrl.parse(url, NOTHING))
                .isInstanceOf(FreshetException.class)
                .hasMessageContaining("postgresql://user:password@host:port/database")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("sec ret");
    }
}
