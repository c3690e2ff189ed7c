// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import dev.freshet.takeover.ShellLine.NotUnderstood;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code psql} with its options: the SQL it sends, from where it can be known. */
final class PsqlTranslator {

    private static final Map<Character, String> SHORT = Map.ofEntries(
            Map.entry('c', "command"),
            Map.entry('f', "file"),
            Map.entry('d', "dbname"),
            Map.entry('h', "host"),
            Map.entry('p', "port"),
            Map.entry('U', "username"),
            Map.entry('v', "set"),
            Map.entry('P', "pset"),
            Map.entry('o', "output"),
            Map.entry('L', "log-file"),
            Map.entry('F', "field-separator"),
            Map.entry('R', "record-separator"),
            Map.entry('X', "no-psqlrc"),
            Map.entry('q', "quiet"),
            Map.entry('t', "tuples-only"),
            Map.entry('A', "no-align"),
            Map.entry('a', "echo-all"),
            Map.entry('e', "echo-queries"),
            Map.entry('b', "echo-errors"),
            Map.entry('w', "no-password"),
            Map.entry('W', "password"),
            Map.entry('n', "no-readline"),
            Map.entry('x', "expanded"),
            Map.entry('H', "html"),
            Map.entry('z', "field-separator-zero"),
            Map.entry('0', "record-separator-zero"),
            Map.entry('1', "single-transaction"));
    private static final List<String> VALUED = List.of(
            "command",
            "file",
            "dbname",
            "host",
            "port",
            "username",
            "set",
            "variable",
            "pset",
            "output",
            "log-file",
            "field-separator",
            "record-separator");
    private static final Pattern META_COMMAND = Pattern.compile("^\\s*\\\\", Pattern.MULTILINE);

    private final SqlFiles files;

    PsqlTranslator(SqlFiles files) {
        this.files = files;
    }

    /**
     * Translates.
     *
     * @param folder where relative files lie, or null
     * @param input what it reads when neither a command nor a file is named, or null
     */
    Translation translate(ShellCommand command, @Nullable String folder, @Nullable String input) throws NotUnderstood {
        ShellOptions options =
                ShellOptions.parse("psql", command.arguments(), SHORT, VALUED, List.of("csv", "echo-hidden"));
        List<String> parts = new ArrayList<>();
        Set<String> remarks = new LinkedHashSet<>();
        boolean single = false;
        boolean together = true;
        String nameHint = null;
        for (ShellOptions.Given option : options.given()) {
            switch (option.name()) {
                case "command" -> parts.add(sql(option.value()));
                case "file" -> {
                    parts.add(file(option.value(), folder));
                    nameHint = baseName(option.value());
                    together = false;
                }
                case "single-transaction" -> single = true;
                case "output" ->
                    remarks.add("what it printed to a file is not kept: a job's result is its rows and log");
                case "set", "variable" -> {
                    if (!option.value().text().startsWith("ON_ERROR_STOP")) {
                        remarks.add("psql filled in a variable ("
                                + option.value().text() + "); here it would be a parameter of the run, or text");
                    }
                }
                default -> {}
            }
        }
        if (parts.isEmpty() && command.inputFile() != null) {
            parts.add(file(command.inputFile(), folder));
            nameHint = baseName(command.inputFile());
            together = false;
        } else if (parts.isEmpty() && input != null) {
            parts.add(input);
            together = false;
        }
        if (parts.isEmpty()) {
            throw new NotUnderstood("psql gets its SQL from where the import cannot see it");
        }
        String sql = joined(parts);
        if (META_COMMAND.matcher(sql).find()) {
            throw new NotUnderstood("it uses psql's own backslash commands");
        }
        Translation translation = SqlTranslator.translate(sql, single || (together && parts.size() == 1));
        connection(options, remarks);
        return new Translation(
                        translation.work(),
                        nameHint == null ? translation.nameHint() : nameHint,
                        translation.keys(),
                        translation.remarks())
                .with(Map.of(), List.copyOf(remarks));
    }

    private static void connection(ShellOptions options, Set<String> remarks) {
        List<String> database = new ArrayList<>(
                options.rest().stream().map(ShellWord::text).limit(1).toList());
        List<String> user = new ArrayList<>(
                options.rest().stream().map(ShellWord::text).skip(1).limit(1).toList());
        List<String> host = new ArrayList<>();
        for (ShellOptions.Given option : options.given()) {
            switch (option.name()) {
                case "dbname" -> database.add(0, option.value().text());
                case "username" -> user.add(0, option.value().text());
                case "host" -> host.add(option.value().text());
                default -> {}
            }
        }
        List<String> words = new ArrayList<>();
        database.stream().findFirst().ifPresent(name -> words.add("in " + Secrets.masked(name)));
        user.stream().findFirst().ifPresent(name -> words.add("as " + name));
        host.stream().findFirst().ifPresent(name -> words.add("on " + name));
        if (!words.isEmpty()) {
            remarks.add(
                    "it ran " + String.join(" ", words) + "; here it runs in Freshet's database, as Freshet's role");
        }
    }

    private String file(ShellWord word, @Nullable String folder) throws NotUnderstood {
        if (!word.isFixed()) {
            throw new NotUnderstood("the shell finds out which file is meant");
        }
        boolean relative = !word.text().startsWith("/");
        String path = relative && folder != null ? folder + "/" + word.text() : word.text();
        return files.find(path)
                .orElseThrow(() -> new NotUnderstood(
                        "the SQL is in " + path + ", which cannot be read here: import on the machine that has it, or"
                                + " put its text in place of this"));
    }

    private static String sql(ShellWord word) throws NotUnderstood {
        if (!word.isFixed()) {
            throw new NotUnderstood("the shell fills something into its SQL");
        }
        return word.text();
    }

    private static String joined(List<String> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        return String.join(
                "\n",
                parts.stream()
                        .map(String::strip)
                        .map(part -> part.endsWith(";") ? part : part + ";")
                        .toList());
    }

    private static String baseName(ShellWord file) {
        return ShellCommand.baseName(file.text()).replaceFirst("\\.(sql|psql)$", "");
    }
}
