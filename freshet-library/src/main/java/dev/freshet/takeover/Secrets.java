// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

/** Keeps passwords out of what is written down. */
final class Secrets {

    private Secrets() {}

    /** A text with the passwords of URLs and connection strings masked. */
    static String masked(String text) {
        return text.replaceAll("(\\w+://[^\\s:/@'\"]*):[^\\s@/'\"]+@", "$1:***@")
                .replaceAll("(?i)\\b((?:pg)?passw(?:or)?d)\\s*=\\s*('[^']*'|\"[^\"]*\"|[^\\s'\"&]+)", "$1=***")
                .replaceAll("(?i)(Authorization:\\s*\\w+\\s+)[^\\s'\"]+", "$1***");
    }
}
