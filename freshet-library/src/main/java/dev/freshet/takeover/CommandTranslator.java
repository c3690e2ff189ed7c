// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import dev.freshet.takeover.ShellLine.NotUnderstood;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds SQL and HTTP calls behind shell commands: {@code psql}, {@code curl} and {@code wget}, also behind {@code cd … &&},
 * {@code sudo -u}, {@code flock}, {@code timeout} and their like, and after one another.
 */
final class CommandTranslator {

    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "zsh", "ksh");
    private static final Set<String> INTERPRETERS = Set.of(
            "python",
            "python3",
            "php",
            "ruby",
            "node",
            "perl",
            "java",
            "sh",
            "bash",
            "dash",
            "zsh",
            "ksh",
            "bundle",
            "rake",
            "rails",
            "artisan",
            "make",
            "npm",
            "npx",
            "env",
            "docker",
            "docker-compose",
            "kubectl",
            "sudo",
            "exec");
    private static final Pattern GNU_DURATION = Pattern.compile("(\\d{1,6})([smhd]?)");
    private static final int DEEPEST = 3;

    private final PsqlTranslator psql;

    CommandTranslator(SqlFiles files) {
        psql = new PsqlTranslator(files);
    }

    /**
     * The jobs that a command stands for, in the order in which they follow one another; one that is foreign where any
     * part of it is.
     *
     * @param input what the command reads from standard input, or null
     * @param variables the crontab's settings
     */
    List<Translation> translate(String command, @Nullable String input, Map<String, String> variables) {
        try {
            return translate(command, input, variables, 0);
        } catch (NotUnderstood e) {
            return List.of(Translation.foreign(e.why(), nameHint(command, variables)));
        }
    }

    private List<Translation> translate(String line, @Nullable String input, Map<String, String> variables, int depth)
            throws NotUnderstood {
        if (depth > DEEPEST) {
            throw new NotUnderstood("it starts shells within shells");
        }
        List<ShellCommand> commands = ShellLine.parse(line, variables);
        List<Translation> found = new ArrayList<>();
        String folder = null;
        String piped = input;
        for (int i = 0; i < commands.size(); i++) {
            ShellCommand command = commands.get(i);
            boolean pipes =
                    i + 1 < commands.size() && commands.get(i + 1).before().equals("|");
            if (command.before().equals("||")) {
                throw new NotUnderstood("it does something else when a command fails (||)");
            }
            if (command.program().equals("cd") && command.arguments().size() == 1 && found.isEmpty() && !pipes) {
                folder = command.arguments().getFirst().text();
                continue;
            }
            if (pipes) {
                piped = echoed(command);
                continue;
            }
            List<Translation> translated = unwrapped(command, folder, piped, variables, depth);
            piped = null;
            if (command.before().equals(";") && !found.isEmpty()) {
                translated = translated.stream()
                        .map(each -> each.with(
                                Map.of(), List.of("the shell did this whether or not what stands before it succeeded")))
                        .toList();
            }
            found.addAll(translated);
        }
        if (found.isEmpty()) {
            throw new NotUnderstood("it is neither psql nor an HTTP call");
        }
        return found;
    }

    private static String echoed(ShellCommand command) throws NotUnderstood {
        boolean plain = command.program().equals("echo")
                && command.arguments().stream()
                        .noneMatch(word -> !word.isFixed() || word.text().matches("-e.*"));
        if (!plain) {
            throw new NotUnderstood("it pipes what another program prints");
        }
        return String.join(
                " ",
                command.arguments().stream()
                        .map(ShellWord::text)
                        .filter(text -> !text.equals("-n"))
                        .toList());
    }

    private List<Translation> unwrapped(
            ShellCommand command,
            @Nullable String folder,
            @Nullable String input,
            Map<String, String> variables,
            int depth)
            throws NotUnderstood {
        List<ShellWord> arguments = command.arguments();
        return switch (command.program()) {
            case "psql" -> List.of(psql.translate(command, folder, input));
            case "curl" -> List.of(CurlTranslator.curl(command));
            case "wget" -> List.of(CurlTranslator.wget(command));
            case "env", "exec", "nohup", "chronic", "setsid", "time" -> {
                int skip = 1;
                while (skip < command.words().size()
                        && command.words().get(skip).text().contains("=")) {
                    skip++;
                }
                yield inner(command, skip, folder, input, variables, depth);
            }
            case "nice", "ionice" -> inner(command, afterOptions(command, "nc"), folder, input, variables, depth);
            case "sudo", "runuser" -> inner(command, afterOptions(command, "ugh"), folder, input, variables, depth);
            case "timeout" -> {
                int skip = afterOptions(command, "ks");
                Map<String, Object> keys = new LinkedHashMap<>();
                Matcher duration = GNU_DURATION.matcher(textAt(command, skip));
                if (duration.matches() && Integer.parseInt(duration.group(1)) > 0) {
                    keys.put("timeout", duration.group(1) + (duration.group(2).isEmpty() ? "s" : duration.group(2)));
                }
                yield with(inner(command, skip + 1, folder, input, variables, depth), keys, List.of());
            }
            case "flock" -> {
                boolean leaves = arguments.stream().anyMatch(word -> word.text().matches("-\\w*n\\w*|--nonblock"));
                int skip = afterOptions(command, "wE") + 1;
                List<Translation> locked = textAt(command, skip).equals("-c")
                        ? translate(textAt(command, skip + 1), input, variables, depth + 1)
                        : inner(command, skip, folder, input, variables, depth);
                yield with(
                        locked,
                        leaves ? Map.of("overlap", "skip") : Map.of(),
                        List.of("flock kept a second one from starting; Freshet's overlap policy does"));
            }
            default -> {
                boolean scripted = SHELLS.contains(command.program())
                        && arguments.size() == 2
                        && arguments.getFirst().text().matches("-\\w*c");
                boolean su = command.program().equals("su")
                        && textAt(command, command.words().size() - 2).equals("-c");
                if (scripted || su) {
                    ShellWord script = arguments.getLast();
                    if (!script.isFixed()) {
                        throw new NotUnderstood("the shell fills something in that only it knows");
                    }
                    yield translate(script.text(), input, variables, depth + 1);
                }
                throw new NotUnderstood("it is neither psql nor an HTTP call");
            }
        };
    }

    private List<Translation> inner(
            ShellCommand command,
            int skip,
            @Nullable String folder,
            @Nullable String input,
            Map<String, String> variables,
            int depth)
            throws NotUnderstood {
        if (skip >= command.words().size()) {
            throw new NotUnderstood(command.program() + " starts nothing that the import can see");
        }
        return unwrapped(command.from(skip), folder, input, variables, depth);
    }

    private static List<Translation> with(List<Translation> all, Map<String, Object> keys, List<String> remarks) {
        return all.stream().map(each -> each.with(keys, remarks)).toList();
    }

    /** The index of the first word that is neither an option nor the value of one that takes a value. */
    private static int afterOptions(ShellCommand command, String valued) {
        int at = 1;
        while (textAt(command, at).startsWith("-")) {
            String option = textAt(command, at);
            at++;
            if (option.equals("--")) {
                break;
            }
            if (option.length() == 2 && valued.indexOf(option.charAt(1)) >= 0) {
                at++;
            }
        }
        return at;
    }

    private static String textAt(ShellCommand command, int index) {
        return index >= 0 && index < command.words().size()
                ? command.words().get(index).text()
                : "";
    }

    /** The script's name rather than the interpreter's. */
    private static String nameHint(String line, Map<String, String> variables) {
        List<ShellWord> words;
        try {
            words = ShellLine.parse(line, variables).stream()
                    .filter(command -> !Set.of("cd", "sleep", "test", "[").contains(command.program()))
                    .findFirst()
                    .map(ShellCommand::words)
                    .orElse(List.of());
        } catch (NotUnderstood e) {
            words = java.util.Arrays.stream(line.split("[\\s;|&<>(){}\"'`]+", -1))
                    .filter(word ->
                            !word.isEmpty() && !Set.of("cd", "test", "if").contains(word))
                    .map(word -> new ShellWord(word, true, true))
                    .toList();
        }
        return words.stream()
                .map(word -> ShellCommand.baseName(word.text()).replaceFirst("\\.(sh|py|rb|php|pl|js|jar)$", ""))
                .filter(word -> word.matches("[A-Za-z][\\w.:-]*") && !INTERPRETERS.contains(word))
                .findFirst()
                .orElse("command");
    }
}
