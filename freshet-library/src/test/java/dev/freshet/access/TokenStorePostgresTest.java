// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.postgres.Database;
import dev.freshet.schema.SchemaMigrator;
import dev.freshet.testkit.PostgresServer;
import dev.freshet.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenStorePostgresTest {

    private final TestDatabase database = PostgresServer.shared()
            .createDatabase(
                    "migrated_for_access",
                    created -> SchemaMigrator.migrate(new Database(created.dataSource(), created.dataSource())));
    private final TokenStore tokens = new TokenStore(new Database(database.dataSource(), database.dataSource()));

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void findsATokenByItsSecretOnly() {
        TokenStore.NewToken created = tokens.create("ann", Role.OPERATOR, "test", null);
        assertThat(tokens.findValid(created.secret())).contains(created.token());
        assertThat(tokens.findValid(TokenSecret.random())).isEmpty();
    }

    @Test
    void storesNothingASecretCouldBeReadFrom() {
        TokenSecret secret = tokens.create("ann", Role.VIEWER, "test", null).secret();
        assertThat(database.query("SELECT to_jsonb(t)::text FROM freshet.api_token t"))
                .doesNotContain(secret.value());
        assertThat(database.query("SELECT octet_length(hash)::text FROM freshet.api_token"))
                .isEqualTo("32");
        assertThat(secret.toString()).doesNotContain(secret.value());
    }

    @Test
    void refusesExpiredAndRevokedTokens() {
        TokenSecret expired = tokens.create(
                        "old", Role.VIEWER, "test", Instant.now().minus(Duration.ofMinutes(1)))
                .secret();
        TokenStore.NewToken revoked = tokens.create("lost", Role.VIEWER, "test", null);
        long id = revoked.token().id();
        assertThat(tokens.revoke(id)).isTrue();
        assertThat(tokens.revoke(id)).isFalse();
        assertThat(tokens.findValid(expired)).isEmpty();
        assertThat(tokens.findValid(revoked.secret())).isEmpty();
        assertThat(tokens.hasAny()).isTrue();
    }

    @Test
    void aChosenSecretThatWasRevokedStaysRevoked() {
        TokenSecret chosen = new TokenSecret("chosen by whoever installs");
        tokens.createIfUnknown(chosen, "admin", Role.ADMINISTRATOR, "test");
        tokens.revoke(tokens.list().get(0).id());
        tokens.createIfUnknown(chosen, "admin", Role.ADMINISTRATOR, "test");
        assertThat(tokens.findValid(chosen)).isEmpty();
        assertThat(tokens.list()).hasSize(1);
    }

    @Test
    void notesWhenATokenWasLastUsed() {
        TokenSecret secret = tokens.create("ann", Role.VIEWER, "test", null).secret();
        tokens.findValid(secret);
        assertThat(tokens.list())
                .singleElement()
                .satisfies(token -> assertThat(token.lastUsedAt()).isNotNull());
    }

    @Test
    void eachRoleIncludesThoseBeforeIt() {
        assertThat(Role.ADMINISTRATOR.includes(Role.OPERATOR)).isTrue();
        assertThat(Role.OPERATOR.includes(Role.OPERATOR)).isTrue();
        assertThat(Role.VIEWER.includes(Role.OPERATOR)).isFalse();
    }
}
