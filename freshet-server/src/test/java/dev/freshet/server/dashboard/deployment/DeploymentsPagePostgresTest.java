// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.access.Role;
import dev.freshet.server.RunningServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentsPagePostgresTest {

    @Test
    void showsWhatADeploymentChangedAndHowItsJobsDidSince(@TempDir Path home) {
        try (RunningServer service = RunningServer.start(home)) {
            assertThat(page(service, "/deployments")).contains("Nothing was applied yet");
            service.apply("freshet: 1\njobs:\n  greet: { type: sql, sql: \"select 1\" }\n");
            run(service, "greet", "succeeded");
            service.apply("freshet: 1\njobs:\n  greet: { type: sql, sql: \"select '<i>' || 1 / 0\" }\n");
            run(service, "greet", "failed");

            assertThat(page(service, "/deployments"))
                    .contains("id=\"deployment-1\"", "id=\"deployment-2\"", "in force", "the API");
            String second = page(service, "/deployments/2");
            assertThat(second).contains("id=\"change-job-greet\"", "<del>select 1</del>", "&lt;i&gt;");
            assertThat(second).contains("id=\"effect-greet\"", "s-failed", "id=\"file-0\"");
            assertThat(second).doesNotContain("<i>");
            assertThat(page(service, "/deployments/1")).contains("followed by others");
            assertThat(page(service, "/deployments/99")).contains("There is no deployment 99", "Not found");
        }
    }

    private static void run(RunningServer service, String job, String state) {
        assertThat(service.send(Role.OPERATOR, "POST", "/schedule/" + job + "?wait=20s", "")
                        .body())
                .contains(state);
    }

    private static String page(RunningServer service, String path) {
        return service.send(Role.VIEWER, "GET", path, null, "Accept", "text/html")
                .body();
    }
}
