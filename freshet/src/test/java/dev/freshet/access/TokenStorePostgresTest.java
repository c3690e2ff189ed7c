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
        TokenSecret secret = TokenSecret.random();
        ApiToken created = tokens.create(secret, "ann", Role.OPERATOR, "test", null);
        assertThat(tokens.findValid(secret)).contains(created);
        assertThat(tokens.findValid(TokenSecret.random())).isEmpty();
    }

    @Test
    void storesNothingASecretCouldBeReadFrom() {
        TokenSecret secret = TokenSecret.random();
        tokens.create(secret, "ann", Role.VIEWER, "test", null);
        assertThat(database.query("SELECT to_jsonb(t)::text FROM freshet.api_token t"))
                .doesNotContain(secret.value());
        assertThat(database.query("SELECT octet_length(hash)::text FROM freshet.api_token"))
                .isEqualTo("32");
        assertThat(secret.toString()).doesNotContain(secret.value());
    }

    @Test
    void refusesExpiredAndRevokedTokens() {
        TokenSecret expired = TokenSecret.random();
        TokenSecret revoked = TokenSecret.random();
        tokens.create(expired, "old", Role.VIEWER, "test", Instant.now().minus(Duration.ofMinutes(1)));
        long id = tokens.create(revoked, "lost", Role.VIEWER, "test", null).id();
        assertThat(tokens.revoke(id)).isTrue();
        assertThat(tokens.revoke(id)).isFalse();
        assertThat(tokens.findValid(expired)).isEmpty();
        assertThat(tokens.findValid(revoked)).isEmpty();
        assertThat(tokens.hasAny()).isTrue();
    }

    @Test
    void notesWhenATokenWasLastUsed() {
        TokenSecret secret = TokenSecret.random();
        tokens.create(secret, "ann", Role.VIEWER, "test", null);
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
