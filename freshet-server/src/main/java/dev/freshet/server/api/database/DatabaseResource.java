// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.database;

import dev.freshet.Freshet;
import dev.freshet.enqueue.TargetState;
import dev.freshet.server.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The declared databases beside the home. */
@Tag(name = "databases")
@RestController
@RequestMapping("/api/databases")
class DatabaseResource {

    private final Freshet freshet;

    DatabaseResource(Freshet freshet) {
        this.freshet = freshet;
    }

    @Operation(summary = "Databases from which applications enqueue runs, and what waits in each")
    @GetMapping
    Page<TargetState> list() {
        return new Page<>(freshet.targets(), null);
    }
}
