// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes a dismissal back. */
@Command(
        name = "restore",
        description = "Takes the dismissal of items back: they are failed again, or wait.",
        mixinStandardHelpOptions = true)
final class ItemsRestoreCommand extends RemoteCommand {

    @Mixin
    private ItemsChange change = new ItemsChange();

    @Override
    int call(ApiClient api) {
        return show(
                api.post("/api/runs/" + change.run() + "/items/restore", change.body()),
                changed -> out().println("The dismissal of " + ItemsChange.items(changed) + " is taken back"));
    }
}
