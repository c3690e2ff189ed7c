// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.node;

import dev.freshet.Freshet;
import dev.freshet.cluster.Node;
import dev.freshet.server.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The nodes of the cluster. */
@Tag(name = "nodes")
@RestController
@RequestMapping("/api/nodes")
class NodeResource {

    private final Freshet freshet;

    NodeResource(Freshet freshet) {
        this.freshet = freshet;
    }

    @Operation(summary = "Nodes at work first, then those that left or died last")
    @GetMapping
    Page<Node> list(@RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit) {
        int checked = Page.checkedLimit(limit);
        List<Node> nodes = freshet.database().call(session -> freshet.nodes().list(session, checked));
        return new Page<>(nodes, null);
    }
}
