// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.token;

import dev.freshet.access.ApiToken;
import dev.freshet.access.Role;
import dev.freshet.access.TokenStore;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.server.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
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

    TokenResource(TokenStore tokens) {
        this.tokens = tokens;
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
        if (body.name() == null || body.name().isBlank()) {
            throw new FreshetException(ErrorCode.INVALID_ARGUMENT, "A token needs a name: who or what will use it");
        }
        TokenStore.NewToken created = tokens.create(
                body.name(), role(body.role()), request.getUserPrincipal().getName(), body.expiresAt());
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(TokenResponse.of(created.token(), created.secret().value()));
    }

    @Operation(summary = "Revokes a token")
    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(@PathVariable long id) {
        if (!tokens.revoke(id)) {
            throw new FreshetException(
                    ErrorCode.TOKEN_NOT_FOUND,
                    "There is no token " + id + " that could be revoked. GET /api/tokens lists them");
        }
        return ResponseEntity.noContent().build();
    }

    private static Role role(@Nullable String id) {
        try {
            return Role.of(id == null ? "" : id);
        } catch (IllegalArgumentException e) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "There is no role \"" + id + "\"; expected viewer, operator or administrator",
                    e);
        }
    }

    /** The token to make. */
    record TokenRequest(
            @Nullable String name,
            @Nullable String role,
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
                    token.createdAt(),
                    token.createdBy(),
                    token.expiresAt(),
                    token.revokedAt(),
                    token.lastUsedAt(),
                    secret);
        }
    }
}
