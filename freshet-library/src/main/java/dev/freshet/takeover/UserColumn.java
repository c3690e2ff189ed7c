// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a crontab names a user before each command, as {@code /etc/crontab} does and a user's own does not. */
final class UserColumn {

    private static final Set<String> USUAL = Set.of(
            "root",
            "postgres",
            "www-data",
            "nobody",
            "daemon",
            "mail",
            "backup",
            "news",
            "ubuntu",
            "debian",
            "admin",
            "deploy",
            "app",
            "apache",
            "nginx",
            "mysql",
            "redis",
            "git",
            "list",
            "man",
            "smmsp",
            "munin",
            "logcheck");
    private static final Pattern HEADING =
            Pattern.compile("(?im)^#.*\\b(dow|day of week)\\b\\s+user\\b.*|^#.*\\buser(-?name)?\\s+command\\b.*");
    private static final Pattern OF_THE_SYSTEM = Pattern.compile("(.*/)?etc/(crontab|cron\\.d/[^/]+)");

    private UserColumn() {}

    /**
     * Finds out.
     *
     * @throws FreshetException INVALID_ARGUMENT where it could be either
     */
    static boolean isIn(String text, String fileName) {
        List<String> commands = CrontabReader.commands(text);
        if (commands.isEmpty()) {
            return false;
        }
        if (HEADING.matcher(text).find() || OF_THE_SYSTEM.matcher(fileName).matches()) {
            return true;
        }
        long users = commands.stream().filter(UserColumn::beginsWithUser).count();
        if (users == 0 || users == commands.size()) {
            return users > 0;
        }
        throw new FreshetException(
                ErrorCode.INVALID_ARGUMENT,
                "It cannot be told whether " + fileName + " has a user before each command: " + users + " of "
                        + commands.size() + " entries begin with the name of one; say --user-field or --no-user-field");
    }

    private static boolean beginsWithUser(String command) {
        String[] words = command.split("\\s+", 2);
        return words.length == 2 && USUAL.contains(words[0]);
    }
}
