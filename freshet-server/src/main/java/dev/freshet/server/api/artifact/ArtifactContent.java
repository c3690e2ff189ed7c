// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.artifact;

import dev.freshet.Freshet;
import dev.freshet.artifact.Artifact;
import dev.freshet.artifact.ArtifactStore;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Hands an artifact's bytes out so that nothing in them can act: to be saved, or inside a sandbox. */
@Component
public class ArtifactContent {

    /**
     * No script, no form, no request to anybody, an origin of its own; framed by our pages only (browsers heed {@code
     * frame-ancestors} before {@code X-Frame-Options}, which forbids all frames).
     */
    public static final String SANDBOX =
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

    private final Freshet freshet;
    private final ArtifactStore artifacts = new ArtifactStore();

    ArtifactContent(Freshet freshet) {
        this.freshet = freshet;
    }

    /** To be saved: whatever it claims to be, a browser shows nothing of it. */
    public ResponseEntity<byte[]> download(Artifact artifact) {
        HttpHeaders headers = safe();
        headers.setContentType(MediaType.APPLICATION_OCTET_STREAM);
        headers.setContentDisposition(ContentDisposition.attachment()
                .filename(artifact.name(), StandardCharsets.UTF_8)
                .build());
        headers.setETag('"' + artifact.sha256() + '"');
        return ResponseEntity.ok().headers(headers).body(bytes(artifact));
    }

    /** Headers under which a document can be shown, and do nothing. */
    public static HttpHeaders safe() {
        HttpHeaders headers = new HttpHeaders();
        headers.set("Content-Security-Policy", SANDBOX);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.setCacheControl("private, no-store");
        return headers;
    }

    /**
     * The bytes.
     *
     * @throws FreshetException ARTIFACT_NOT_FOUND where they were left out
     */
    public byte[] bytes(Artifact artifact) {
        return freshet.database()
                .call(session -> artifacts.content(session, artifact.id()))
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.ARTIFACT_NOT_FOUND,
                        "The content of artifact " + artifact.id() + " (" + artifact.name() + ") is not kept: it is "
                                + artifact.leftOut()));
    }

    /**
     * The artifact.
     *
     * @throws FreshetException ARTIFACT_NOT_FOUND where there is none
     */
    public Artifact load(long id) {
        return freshet.database()
                .call(session -> artifacts.find(session, id))
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.ARTIFACT_NOT_FOUND,
                        "There is no artifact " + id
                                + "; it may have been pruned. GET /api/runs/{id}/artifacts lists those of a run"));
    }
}
