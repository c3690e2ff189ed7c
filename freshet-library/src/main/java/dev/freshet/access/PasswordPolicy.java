// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which passwords are good enough: long ones. No rules of composition, which make passwords worse. */
public final class PasswordPolicy {

    public static final int SHORTEST = 12;

    /** Beyond it hashing becomes a way to keep the service busy. */
    public static final int LONGEST = 200;

    private static final List<String> SILLY = List.of(
            "password",
            "passwort",
            "freshet",
            "qwertyuiop",
            "administrator",
            "letmein",
            "welcome",
            "iloveyou",
            "changeme",
            "correcthorsebatterystaple",
            "1234567890",
            "0123456789",
            "0987654321",
            "abcdefghij",
            "qwerty");

    private PasswordPolicy() {}

    /** What is wrong with a password and what would be right, or nothing. */
    public static Optional<String> fault(String password, String userName) {
        if (password.length() < SHORTEST) {
            return Optional.of("The password has " + password.length() + " characters; it needs at least " + SHORTEST
                    + ". Four or five unrelated words make a good one");
        }
        if (password.length() > LONGEST) {
            return Optional.of("The password has more than " + LONGEST + " characters");
        }
        String plain = password.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
        String rest = plain;
        for (String silly : SILLY) {
            rest = rest.replace(silly, "");
        }
        String name = userName.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
        if (!name.isEmpty()) {
            rest = rest.replace(name, "");
        }
        // What is left once names and what everybody tries are taken away, as "!Password-2026!" leaves four digits.
        if (rest.chars().distinct().count() < 5 && !rest.equals(plain)) {
            return Optional.of("The password is little more than a name or a word that everybody tries. Four or five "
                    + "unrelated words make a good one");
        }
        if (password.chars().distinct().count() < 5) {
            return Optional.of("The password repeats a few characters. Four or five unrelated words make a good one");
        }
        return Optional.empty();
    }
}
