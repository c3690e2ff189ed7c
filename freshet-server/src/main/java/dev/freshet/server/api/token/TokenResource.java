// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.token;

import dev.freshet.access.ApiToken;
import dev.freshet.access.TokenControl;
import dev.freshet.access.TokenStore;
import dev.freshet.server.api.Callers;
import dev.freshet.server.api.Page;
import dev.freshet.server.api.Roles;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** API tokens. */
@Tag(name = "tokens")
@RestController
@RequestMapping("/api/tokens")
class TokenResource {

    private final TokenStore tokens;
    private final TokenControl control;

    TokenResource(TokenStore tokens, TokenControl control) {
        this.tokens = tokens;
        this.control = control;
    }

    @Operation(summary = "Every token, without its secret")
    @GetMapping
    Page<TokenResponse> list() {
        return new Page<>(
                tokens.list().stream()
                        .map(token -> TokenResponse.of(token, null))
                        .toList(),
                null);
    }

    @Operation(summary = "Makes a token; its secret is shown this once")
    @PostMapping
    ResponseEntity<TokenResponse> create(@RequestBody TokenRequest body, HttpServletRequest request) {
        TokenStore.NewToken created = control.create(
                body.name() == null ? "" : body.name(),
                Roles.of(body.role()),
                body.jobs() == null ? List.of() : body.jobs(),
                body.expiresAt(),
                Callers.of(request));
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(TokenResponse.of(created.token(), created.secret().value()));
    }

    @Operation(summary = "Revokes a token")
    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(@PathVariable long id, HttpServletRequest request) {
        control.revoke(id, Callers.of(request));
        return ResponseEntity.noContent().build();
    }

    /**
     * The token to make.
     *
     * @param jobs the only jobs and groups it may start (with {@code *}); none for no restriction
     */
    record TokenRequest(
            @Nullable String name,
            @Nullable String role,
            @Nullable List<String> jobs,
            @Nullable Instant expiresAt) {}

    /**
     * A token.
     *
     * @param secret only when it was just made
     */
    record TokenResponse(
            long id,
            String name,
            String role,
            List<String> jobs,
            Instant createdAt,
            String createdBy,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt,
            @Nullable String secret) {

        static TokenResponse of(ApiToken token, @Nullable String secret) {
            return new TokenResponse(
                    token.id(),
                    token.name(),
                    token.role().id(),
                    token.jobs(),
                    token.createdAt(),
                    token.createdBy(),
                    token.expiresAt(),
                    token.revokedAt(),
                    token.lastUsedAt(),
                    secret);
        }
    }
}
