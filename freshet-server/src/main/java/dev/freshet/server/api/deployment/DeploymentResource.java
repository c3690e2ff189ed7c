// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.deployment;

import dev.freshet.Freshet;
import dev.freshet.audit.Actor;
import dev.freshet.definition.Applied;
import dev.freshet.definition.DefinitionReader;
import dev.freshet.definition.DefinitionReading;
import dev.freshet.definition.DefinitionSource;
import dev.freshet.definition.Deployment;
import dev.freshet.definition.DeploymentDetails;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import dev.freshet.server.api.Callers;
import dev.freshet.server.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Deployments: what was applied, and applying more. */
@Tag(name = "deployments")
@RestController
@RequestMapping("/api/deployments")
class DeploymentResource {

    private final Freshet freshet;

    DeploymentResource(Freshet freshet) {
        this.freshet = freshet;
    }

    @Operation(summary = "Deployments, newest first")
    @GetMapping
    Page<Deployment> list(
            @RequestParam @Nullable String cursor, @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        int checked = Page.checkedLimit(limit);
        return Page.of(
                freshet.definitions().listDeployments(checked + 1, Page.number(cursor)),
                checked,
                deployment -> Long.toString(deployment.id()));
    }

    @Operation(summary = "A deployment with its changes and files")
    @GetMapping("/{id}")
    DeploymentDetails one(@PathVariable long id) {
        return freshet.definitions()
                .findDeployment(id)
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.DEPLOYMENT_NOT_FOUND,
                        "There is no deployment " + id + ". GET /api/deployments lists them"));
    }

    @Operation(summary = "What applying these files would change; changes nothing")
    @PostMapping("/plan")
    JsonNode plan(@RequestBody FilesRequest body) {
        DefinitionReading.Valid read = read(body);
        return json(
                freshet.plan(read.definitions()).withWarnings(read.warnings()).toJson());
    }

    @Operation(summary = "Applies these files: everything in them, and nothing else, is in force then")
    @PostMapping
    ResponseEntity<AppliedResponse> apply(@RequestBody FilesRequest body, HttpServletRequest request) {
        DefinitionReading.Valid read = read(body);
        Actor actor = Callers.of(request);
        Applied applied = freshet.apply(read.definitions(), read.sources(), actor, body.expectedDeployment());
        JsonNode plan = json(applied.plan().withWarnings(read.warnings()).toJson());
        return ResponseEntity.status(applied.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(new AppliedResponse(applied.deployment(), applied.isNew(), plan));
    }

    private static DefinitionReading.Valid read(FilesRequest body) {
        if (body.files() == null) {
            throw new FreshetException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The body names no files; expected {\"files\": [{\"path\", \"content\"}]}");
        }
        return switch (DefinitionReader.read(body.files())) {
            case DefinitionReading.Valid valid -> valid;
            case DefinitionReading.Faulty faulty -> throw new FaultyFilesException(faulty);
        };
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    /**
     * Definition files.
     *
     * @param expectedDeployment the deployment that must still be in force (0: none), or null for any
     */
    record FilesRequest(
            @Nullable List<DefinitionSource> files,
            @Nullable Long expectedDeployment) {}

    /**
     * How an apply ended.
     *
     * @param changed false when there was nothing to change
     */
    record AppliedResponse(Deployment deployment, boolean changed, JsonNode plan) {}
}
