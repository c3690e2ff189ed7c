// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.deployment;

import dev.freshet.Freshet;
import dev.freshet.definition.Deployment;
import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.Section;
import dev.freshet.server.live.Topic;
import dev.freshet.server.security.Viewer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** {@code /deployments} and {@code /deployments/{id}} */
@Controller
class DeploymentsPage {

    private static final int DEPLOYMENTS_OF_A_PAGE = 50;

    private final Pages pages;
    private final Freshet freshet;
    private final DeploymentReader reader;

    DeploymentsPage(Pages pages, Freshet freshet, DeploymentReader reader) {
        this.pages = pages;
        this.freshet = freshet;
        this.reader = reader;
    }

    @GetMapping("/deployments")
    View list(Viewer viewer, @RequestParam @Nullable Long before) {
        return pages.show(
                viewer,
                new Page(
                        Section.DEPLOYMENTS,
                        "Deployments",
                        "deployment/deployments.jte",
                        Set.of(Topic.DEFINITIONS),
                        asking -> deployments(before)));
    }

    @GetMapping("/deployments/{id}")
    View one(Viewer viewer, @PathVariable long id) {
        return pages.show(
                viewer,
                new Page(
                        Section.DEPLOYMENTS,
                        "Deployment " + id,
                        "deployment/deployment.jte",
                        Set.of(Topic.DEFINITIONS, Topic.RUNS),
                        asking -> reader.read(asking, id)));
    }

    private Deployments deployments(@Nullable Long before) {
        List<Deployment> found = freshet.definitions().listDeployments(DEPLOYMENTS_OF_A_PAGE + 1, before);
        List<Deployment> shown = found.stream().limit(DEPLOYMENTS_OF_A_PAGE).toList();
        Long older = found.size() > DEPLOYMENTS_OF_A_PAGE ? shown.getLast().id() : null;
        return new Deployments(shown, before, older);
    }
}
