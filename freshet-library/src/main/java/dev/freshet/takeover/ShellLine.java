// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the part of the shell's language that a crontab needs to be understood: words, quotes, variables of the crontab,
 * redirections, and programs in a row. Whatever goes beyond is refused, never guessed.
 */
final class ShellLine {

    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_]\\w*=.*", Pattern.DOTALL);
    private static final Pattern REDIRECTION = Pattern.compile("(\\d?|&)(>>|>\\||>|<)(&\\d|&-)?");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{([A-Za-z_]\\w*)\\}|([A-Za-z_]\\w*))");
    private static final Set<String> KEYWORDS =
            Set.of("if", "for", "while", "until", "case", "{", "}", "!", "[[", "function", "select", "time");

    private final String line;
    private final Map<String, String> variables;
    private int at;

    private final List<ShellCommand> commands = new ArrayList<>();
    private final List<ShellWord> words = new ArrayList<>();
    private String before = "";
    private @Nullable ShellWord inputFile;
    private boolean redirected;

    private ShellLine(String line, Map<String, String> variables) {
        this.line = line;
        this.variables = variables;
    }

    /**
     * The programs of a line.
     *
     * @param variables the crontab's settings
     * @throws NotUnderstood with the reason
     */
    static List<ShellCommand> parse(String line, Map<String, String> variables) throws NotUnderstood {
        return new ShellLine(line, variables).parse();
    }

    /** The line without a comment at its end. */
    static String withoutComment(String line) {
        ShellLine reading = new ShellLine(line, Map.of());
        try {
            reading.parse();
        } catch (NotUnderstood e) {
            return line;
        }
        return line.substring(0, reading.at).stripTrailing();
    }

    private List<ShellCommand> parse() throws NotUnderstood {
        while (at < line.length()) {
            char c = line.charAt(at);
            Matcher redirection = REDIRECTION.matcher(line).region(at, line.length());
            if (Character.isWhitespace(c)) {
                if (c == '\n') {
                    end(";");
                }
                at++;
            } else if (c == '#') {
                break;
            } else if (redirection.lookingAt()) {
                redirect(redirection);
            } else if (line.startsWith("&&", at) || line.startsWith("||", at)) {
                end(line.substring(at, at + 2));
                at += 2;
            } else if (c == ';' || c == '|') {
                end(String.valueOf(c));
                at++;
            } else if (c == '&') {
                throw new NotUnderstood("it is sent to the background with &");
            } else if (c == '(' || c == ')') {
                throw new NotUnderstood("it uses a subshell");
            } else {
                word();
            }
        }
        end("");
        if (commands.isEmpty()) {
            throw new NotUnderstood("it holds no command");
        }
        return commands;
    }

    private void end(String operator) throws NotUnderstood {
        if (words.isEmpty()) {
            if (!operator.isEmpty() && !operator.equals(";")) {
                throw new NotUnderstood("'" + operator + "' stands where a command should");
            }
            return;
        }
        commands.add(new ShellCommand(before, words, inputFile, redirected));
        words.clear();
        inputFile = null;
        redirected = false;
        before = operator;
    }

    private void redirect(Matcher redirection) throws NotUnderstood {
        at = redirection.end();
        if (line.startsWith("<", at) || line.startsWith("(", at)) {
            throw new NotUnderstood("it uses a here-document or a process substitution");
        }
        boolean input = redirection.group(2).equals("<");
        if (redirection.group(3) == null) {
            while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
                at++;
            }
            ShellWord file = nextWord();
            if (input) {
                inputFile = file;
            }
        }
        redirected |= !input;
    }

    private void word() throws NotUnderstood {
        ShellWord word = nextWord();
        if (words.isEmpty() && ASSIGNMENT.matcher(word.text()).matches()) {
            return;
        }
        if (words.isEmpty() && KEYWORDS.contains(word.text())) {
            throw new NotUnderstood("it uses the shell's '" + word.text() + "'");
        }
        words.add(word);
    }

    private ShellWord nextWord() throws NotUnderstood {
        StringBuilder text = new StringBuilder();
        boolean open = false;
        boolean pattern = false;
        while (at < line.length()
                && !Character.isWhitespace(line.charAt(at))
                && ";|&<>()".indexOf(line.charAt(at)) < 0) {
            char c = line.charAt(at);
            switch (c) {
                case '\'' -> {
                    int end = closing('\'', at + 1);
                    text.append(line, at + 1, end);
                    at = end + 1;
                }
                case '"' -> open |= doubleQuoted(text);
                case '\\' -> {
                    if (at + 1 < line.length() && line.charAt(at + 1) != '\n') {
                        text.append(line.charAt(at + 1));
                    }
                    at += 2;
                }
                case '$', '`' -> open |= expansion(text);
                // A question mark stands in URLs far more often than in patterns.
                case '*', '~', '[', '{' -> {
                    pattern = true;
                    text.append(c);
                    at++;
                }
                default -> {
                    text.append(c);
                    at++;
                }
            }
        }
        at = Math.min(at, line.length());
        return new ShellWord(text.toString(), open, pattern);
    }

    private boolean doubleQuoted(StringBuilder text) throws NotUnderstood {
        boolean open = false;
        at++;
        while (at < line.length() && line.charAt(at) != '"') {
            char c = line.charAt(at);
            if (c == '\\' && at + 1 < line.length() && "$`\"\\\n".indexOf(line.charAt(at + 1)) >= 0) {
                text.append(line.charAt(at + 1) == '\n' ? "" : line.charAt(at + 1));
                at += 2;
            } else if (c == '$' || c == '`') {
                open |= expansion(text);
            } else {
                text.append(c);
                at++;
            }
        }
        if (at >= line.length()) {
            throw new NotUnderstood("a quote is not closed");
        }
        at++;
        return open;
    }

    /** Appends the value, or the variable itself; true then. */
    private boolean expansion(StringBuilder text) throws NotUnderstood {
        if (line.charAt(at) == '`' || line.startsWith("$(", at)) {
            throw new NotUnderstood("it puts in what another command prints");
        }
        Matcher variable = VARIABLE.matcher(line).region(at, line.length());
        if (!variable.lookingAt()) {
            if (at + 1 < line.length() && "{@*#?!-0123456789$".indexOf(line.charAt(at + 1)) >= 0) {
                throw new NotUnderstood("it uses a variable in a way that only the shell knows");
            }
            text.append('$');
            at++;
            return false;
        }
        String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
        String value = variables.get(name);
        text.append(value == null ? "${" + name + "}" : value);
        at = variable.end();
        return value == null;
    }

    private int closing(char quote, int from) throws NotUnderstood {
        int end = line.indexOf(quote, from);
        if (end < 0) {
            throw new NotUnderstood("a quote is not closed");
        }
        return end;
    }

    /** The line says more than this reader understands; the message ends a sentence that begins with "because". */
    static final class NotUnderstood extends Exception {
        private static final long serialVersionUID = 1L;

        NotUnderstood(String why) {
            super(why);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }
}
