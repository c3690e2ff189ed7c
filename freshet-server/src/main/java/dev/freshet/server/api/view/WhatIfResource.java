// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.view;

import dev.freshet.Freshet;
import dev.freshet.server.Targets;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What other promises would cost. */
@Tag(name = "views")
@RestController
class WhatIfResource {

    private final Freshet freshet;

    WhatIfResource(Freshet freshet) {
        this.freshet = freshet;
    }

    @Operation(
            summary = "What other targets for a view or a group would cost, by the recorded changes of the last week",
            description = "Without a target, those that are usual and can be kept are compared with what is in force")
    @GetMapping("/api/views/{view}/freshness/what-if")
    WhatIfResponse whatIf(@PathVariable String view, @RequestParam @Nullable List<String> target) {
        return WhatIfResponse.of(
                freshet.viewControl().reckoner().reckon(view, Targets.of(target == null ? List.of() : target)));
    }
}
