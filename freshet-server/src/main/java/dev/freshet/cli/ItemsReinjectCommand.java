// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sends failed items through again. */
@Command(
        name = "reinject",
        description = "Sends failed items through again, in a new run: those named, or all that fit.",
        mixinStandardHelpOptions = true)
final class ItemsReinjectCommand extends RemoteCommand {

    @Mixin
    private ItemsChange change = new ItemsChange();

    @Override
    int call(ApiClient api) {
        return show(
                api.post("/api/runs/" + change.run() + "/items/reinject", change.body()),
                changed -> out().println(ItemsChange.items(changed) + ItemsChange.one(changed, " goes", " go")
                        + " through again in run " + changed.get("id").asLong() + "; follow it with freshet logs -f "
                        + changed.get("id").asLong()));
    }
}
