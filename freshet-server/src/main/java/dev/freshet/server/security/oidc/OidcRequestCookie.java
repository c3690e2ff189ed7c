// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security.oidc;

import dev.freshet.access.Secret;
import dev.freshet.server.security.LocalPath;
import dev.freshet.server.security.SessionCookies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Remembers in the browser, for ten minutes and encrypted, what was asked of the provider. The key comes from the client's
 * secret, so that any node understands the answer and nobody can fill a table by asking.
 */
final class OidcRequestCookie implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

    private static final String NAME = "freshet-oidc";
    private static final String NEXT = OidcRequestCookie.class.getName();
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JsonMapper json = JsonMapper.shared();
    private final SecretKeySpec key;

    OidcRequestCookie(String clientSecret) {
        byte[] derived = Base64.getUrlDecoder().decode(new Secret(clientSecret).derive("freshet oidc request"));
        key = new SecretKeySpec(derived, "AES");
    }

    /** Where the browser wanted to go before it was sent to the provider. */
    static String next(HttpServletRequest request) {
        return LocalPath.of(request.getAttribute(NEXT) instanceof String next ? next : null);
    }

    @Override
    public void saveAuthorizationRequest(
            @Nullable OAuth2AuthorizationRequest asked, HttpServletRequest request, HttpServletResponse response) {
        if (asked == null) {
            SessionCookies.add(request, response, NAME, "", Duration.ZERO);
            return;
        }
        Remembered remembered = new Remembered(
                asked.getAuthorizationUri(),
                asked.getClientId(),
                String.valueOf(asked.getRedirectUri()),
                asked.getScopes(),
                String.valueOf(asked.getState()),
                asked.getAdditionalParameters(),
                asked.getAttributes(),
                LocalPath.of(request.getParameter("next")),
                Instant.now().plus(LIFE).toEpochMilli());
        SessionCookies.add(request, response, NAME, encrypt(json.writeValueAsBytes(remembered)), LIFE);
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        Remembered remembered = read(request);
        if (remembered == null || Instant.now().toEpochMilli() > remembered.until()) {
            return null;
        }
        request.setAttribute(NEXT, remembered.next());
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(remembered.authorizationUri())
                .clientId(remembered.clientId())
                .redirectUri(remembered.redirectUri())
                .scopes(remembered.scopes())
                .state(remembered.state())
                .additionalParameters(remembered.parameters())
                .attributes(remembered.attributes())
                .build();
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        OAuth2AuthorizationRequest asked = loadAuthorizationRequest(request);
        SessionCookies.add(request, response, NAME, "", Duration.ZERO);
        return asked;
    }

    private @Nullable Remembered read(HttpServletRequest request) {
        String value = SessionCookies.value(request, NAME);
        try {
            return value == null || value.isEmpty() ? null : json.readValue(decrypt(value), Remembered.class);
        } catch (GeneralSecurityException | IllegalArgumentException | JacksonException e) {
            // Not ours, or of another client secret: as good as none.
            return null;
        }
    }

    private String encrypt(byte[] plain) {
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            RANDOM.nextBytes(nonce);
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            byte[] encrypted = cipher.doFinal(plain);
            byte[] whole = ByteBuffer.allocate(NONCE_BYTES + encrypted.length)
                    .put(nonce)
                    .put(encrypted)
                    .array();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + CIPHER, e);
        }
    }

    private String decrypt(String value) throws GeneralSecurityException {
        byte[] whole = Base64.getUrlDecoder().decode(value);
        if (whole.length < NONCE_BYTES) {
            throw new IllegalArgumentException("Too short");
        }
        Cipher cipher = Cipher.getInstance(CIPHER);
        byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
        return new String(cipher.doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES), StandardCharsets.UTF_8);
    }

    /** What an answer is compared with. */
    private record Remembered(
            String authorizationUri,
            String clientId,
            String redirectUri,
            Set<String> scopes,
            String state,
            Map<String, Object> parameters,
            Map<String, Object> attributes,
            String next,
            long until) {}
}
