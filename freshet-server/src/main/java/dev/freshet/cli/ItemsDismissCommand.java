// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes items out of the work. */
@Command(
        name = "dismiss",
        description = "Takes failed or waiting items out of the work, with a reason; restore undoes it.",
        mixinStandardHelpOptions = true)
final class ItemsDismissCommand extends RemoteCommand {

    @Mixin
    private ItemsChange change = new ItemsChange();

    @Override
    int call(ApiClient api) {
        return show(
                api.post("/api/runs/" + change.run() + "/items/dismiss", change.body()),
                changed -> out().println(ItemsChange.items(changed) + ItemsChange.one(changed, " is", " are")
                        + " dismissed; freshet items restore undoes it"));
    }
}
