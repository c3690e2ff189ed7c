// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The reference of the commands is what picocli knows of them; {@code -Dfreshet.update=true} makes it anew. */
class CommandReferenceTest {

    private static final Path FILE =
            Path.of(System.getProperty("freshet.root", "..")).resolve("docs/reference/cli.md");
    private static final Pattern BLOCK =
            Pattern.compile("(<!-- (common|commands) -->\n).*?(<!-- end -->)", Pattern.DOTALL);
    private static final List<String> EVERYWHERE = List.of("--help", "--version");
    private static final List<String> COMMON = List.of("--server", "--home", "--output");

    private final CommandLine root =
            FreshetCommand.commandLine(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()));

    @Test
    void listsEveryCommandWithItsOptions() throws IOException {
        String written = Files.readString(FILE);
        Map<String, String> blocks = Map.of("common", common(), "commands", commands(root));
        String generated = BLOCK.matcher(written)
                .replaceAll(match ->
                        Matcher.quoteReplacement(match.group(1) + blocks.get(match.group(2)) + match.group(3)));
        if (Boolean.getBoolean("freshet.update")) {
            Files.writeString(FILE, generated);
        }
        assertThat(BLOCK.matcher(written).results().count()).isEqualTo(blocks.size());
        assertThat(FILE)
                .as("make it anew with -Dfreshet.update=true")
                .usingCharset("UTF-8")
                .hasContent(generated);
        assertThat(generated).contains("### freshet schedule explain", "### freshet serve", "`--wait`");
    }

    /** The options of every command that speaks to a service. */
    private String common() {
        CommandSpec jobs =
                Objects.requireNonNull(root.getSubcommands().get("jobs")).getCommandSpec();
        return table(jobs.options().stream()
                .filter(option -> COMMON.contains(option.longestName()))
                .toList());
    }

    private static String commands(CommandLine parent) {
        return parent.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(spec -> !spec.usageMessage().hidden() && !spec.name().equals("help"))
                .map(spec -> (spec.userObject() instanceof Callable ? section(spec) : "")
                        + (spec.subcommands().isEmpty() ? "" : commands(spec.commandLine())))
                .collect(Collectors.joining());
    }

    private static String section(CommandSpec spec) {
        boolean remote = spec.userObject() instanceof RemoteCommand;
        List<? extends ArgSpec> parameters = spec.positionalParameters();
        List<OptionSpec> options = spec.options().stream()
                .filter(option -> !EVERYWHERE.contains(option.longestName()))
                .filter(option -> !remote || !COMMON.contains(option.longestName()))
                .toList();
        String title = "### " + spec.qualifiedName()
                + spec.positionalParameters().stream()
                        .map(parameter -> " " + parameter.paramLabel())
                        .collect(Collectors.joining());
        String text = String.join(" ", spec.usageMessage().description())
                + (remote ? " Speaks to a service." : "")
                + "\n\n"
                + footer(spec);
        String rows = parameters.isEmpty() && options.isEmpty() ? "" : head() + rows(parameters) + rows(options) + "\n";
        return title + "\n\n" + text + rows;
    }

    private static String footer(CommandSpec spec) {
        String footer = String.join(" ", spec.usageMessage().footer()).strip();
        return footer.isEmpty() ? "" : footer + "\n\n";
    }

    private static String table(List<OptionSpec> options) {
        return head() + rows(options);
    }

    private static String head() {
        return "| | |\n|---|---|\n";
    }

    private static String rows(List<? extends ArgSpec> arguments) {
        return arguments.stream()
                .map(argument -> "| " + name(argument) + " | " + (argument.required() ? "required: " : "")
                        + String.join(" ", argument.description()).replace("|", "\\|") + " |\n")
                .collect(Collectors.joining());
    }

    private static String name(ArgSpec argument) {
        if (argument instanceof OptionSpec option) {
            boolean flag = option.arity().max() == 0;
            return "`" + String.join("`, `", option.names()) + "`" + (flag ? "" : " `" + option.paramLabel() + "`");
        }
        return "`" + argument.paramLabel().replace("|", "\\|") + "`";
    }
}
