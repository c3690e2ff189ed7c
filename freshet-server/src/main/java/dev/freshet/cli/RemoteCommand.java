// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** A command that speaks to a service. */
abstract class RemoteCommand implements Callable<Integer> {

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public final Integer call() throws InterruptedException {
        return call(service.client());
    }

    /** Does it and returns the exit code. */
    abstract int call(ApiClient api) throws InterruptedException;

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    final boolean wantsJson() {
        return output.json();
    }

    final void printJson(JsonNode json) {
        out().println(ApiClient.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json));
    }

    final Instant now() {
        return Instant.now();
    }
}
