// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FreshetCommandTest {

    @Test
    void helpOfEveryCommandExplainsItself() {
        var root = FreshetCommand.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()));
        assertThat(root.getSubcommands()).isNotEmpty();
        root.getSubcommands().forEach((name, command) -> {
            CommandOutcome help = CommandOutcome.of(name, "--help");
            assertThat(help.exitCode()).as(name).isEqualTo(ExitCode.DONE);
            assertThat(help.out()).as(name).contains("Usage: freshet " + name);
            assertThat(command.getCommandSpec().usageMessage().description())
                    .as(name)
                    .isNotEmpty();
        });
    }

    @Test
    void printsItsVersion() {
        assertThat(CommandOutcome.of("--version").out()).matches("freshet \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\s+");
    }

    @Test
    void anUnknownOptionIsWrongUsage() {
        CommandOutcome outcome = CommandOutcome.of("schedule", "explain", "@daily", "--zoon", "UTC");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(outcome.err()).startsWith("error: ").contains("--zoon").doesNotContain("\tat ");
    }

    @Test
    void explainsTheGapOfDaylightSaving() {
        CommandOutcome outcome = CommandOutcome.of(
                "schedule",
                "explain",
                "30 2 * * *",
                "--zone",
                "Europe/Berlin",
                "--from",
                "2025-03-30T00:00:00Z",
                "--to",
                "2025-03-31T00:00:00Z",
                "--output",
                "json");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
        JsonNode ticks = ApiClient.JSON.readTree(outcome.out());
        assertThat(ticks.size()).isEqualTo(1);
        assertThat(ticks.get(0).get("at").asString()).isEqualTo("2025-03-30T01:00:00Z");
        assertThat(ticks.get(0).get("note").asString()).contains("02:30");
    }

    @Test
    void showsTheWallClockAsItReallyIs() {
        CommandOutcome outcome = CommandOutcome.of(
                "schedule", "explain", "30 2 * * *", "--zone", "Europe/Berlin", "--from", "2025-03-30", "--limit", "1");
        assertThat(outcome.out())
                .contains("Sun 2025-03-30 03:00:00")
                .doesNotContain("2025-03-30 02:30:00")
                .contains("02:30 does not exist");
    }

    @Test
    void saysWhatTheIdOfARunIs() {
        CommandOutcome outcome = CommandOutcome.of("cancel", "audience");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(outcome.err()).contains("'audience' is not the id of a run; freshet runs lists them");
    }

    @Test
    void pointsAtTheFaultOfAnExpression() {
        CommandOutcome outcome = CommandOutcome.of("schedule", "explain", "61 * * * *");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(outcome.err()).startsWith("error: ").contains("character 1").contains("  61 * * * *\n  ^");
    }

    @Test
    void namesWhatIsWrongWithAZone() {
        CommandOutcome outcome = CommandOutcome.of("schedule", "explain", "@daily", "--zone", "Europe/Berln");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(outcome.err()).contains("Europe/Berln");
    }

    @Test
    void completionKnowsTheCommands() {
        assertThat(CommandOutcome.of("completion").out()).contains("schedule").contains("serve");
    }
}
