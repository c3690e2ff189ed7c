// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Why a page cannot be shown, for the error page.
 *
 * @param title what is wrong, in a few words
 * @param detail what is wrong, in a sentence
 * @param remedies what helps, a sentence each
 * @param meant addresses that were probably meant
 * @param at when it was asked for
 * @param since when it began, or null
 * @param reference what the log calls it, or null where the log has nothing of it
 * @param retry how long until the page asks again by itself, or null
 */
public record Trouble(
        HttpStatus status,
        String title,
        String detail,
        List<String> remedies,
        List<Link> meant,
        Instant at,
        @Nullable Instant since,
        @Nullable String reference,
        @Nullable Duration retry) {

    public Trouble {
        remedies = List.copyOf(remedies);
        meant = List.copyOf(meant);
    }

    /** Another page. */
    public record Link(String label, String path) {}
}
