// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.artifact.Artifact;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.server.api.artifact.ArtifactContent;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.security.Viewer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.View;

/** {@code /runs/17/artifacts/4}: a file that a run kept, to look at or to save. */
@Controller
@RequestMapping("/runs/{id:[0-9]+}/artifacts/{artifact:[0-9]+}")
class ArtifactPage {

    private final Pages pages;
    private final ArtifactContent content;

    ArtifactPage(Pages pages, ArtifactContent content) {
        this.pages = pages;
        this.content = content;
    }

    @GetMapping
    View show(@PathVariable long id, @PathVariable long artifact, Viewer viewer) {
        Artifact found = load(id, artifact);
        ArtifactPreview preview = found.isKept() && ArtifactPreview.isReadable(found.mediaType())
                ? ArtifactPreview.of(found, content.bytes(found))
                : new ArtifactPreview(found, null, null, false);
        return pages.show(
                viewer,
                new Page(
                        Section.RUNS, found.name() + " of run " + id, "run/artifact.jte", Set.of(), reader -> preview));
    }

    @GetMapping("/file")
    ResponseEntity<byte[]> save(@PathVariable long id, @PathVariable long artifact) {
        return content.download(load(id, artifact));
    }

    /** What the frame without rights shows. Opened by itself, it is in the same sandbox. */
    @GetMapping("/document")
    ResponseEntity<byte[]> document(@PathVariable long id, @PathVariable long artifact) {
        Artifact found = load(id, artifact);
        String html = ArtifactPreview.html(found, content.bytes(found));
        if (html == null) {
            throw new FreshetException(
                    ErrorCode.ARTIFACT_NOT_FOUND, "Artifact " + artifact + " holds no HTML document");
        }
        HttpHeaders headers = ArtifactContent.safe();
        headers.setContentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8));
        return ResponseEntity.ok().headers(headers).body(html.getBytes(StandardCharsets.UTF_8));
    }

    private Artifact load(long run, long id) {
        Artifact artifact = content.load(id);
        if (artifact.runId() != run) {
            throw new FreshetException(
                    ErrorCode.ARTIFACT_NOT_FOUND, "Artifact " + id + " is of run " + artifact.runId() + ", not " + run);
        }
        return artifact;
    }
}
