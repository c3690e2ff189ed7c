// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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

    /** Prints an answer: as it is for programs, else in the given form. */
    final int show(JsonNode answer, Consumer<JsonNode> print) {
        if (wantsJson()) {
            printJson(answer);
        } else {
            print.accept(answer);
        }
        return ExitCode.DONE;
    }

    final void printJson(JsonNode json) {
        out().println(ApiClient.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json));
    }

    final Instant now() {
        return Instant.now();
    }
}
