// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token as stored: everything but the secret.
 *
 * @param name for people, and the actor in the audit trail
 * @param jobs when not empty, names (with {@code *}) of the jobs and groups it may start, and it may do nothing else
 * @param expiresAt from when on it is refused, or null
 * @param lastUsedAt to the minute, or null
 */
public record ApiToken(
        long id,
        String name,
        Role role,
        List<String> jobs,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {

    public ApiToken {
        jobs = List.copyOf(jobs);
    }

    /** Whether it may start certain jobs only. */
    public boolean isRestricted() {
        return !jobs.isEmpty();
    }

    /** Whether the restriction lets it start a job or group. */
    public boolean mayStart(String job) {
        return jobs.isEmpty()
                || jobs.stream()
                        .anyMatch(pattern -> Pattern.matches(
                                Pattern.compile("\\*")
                                        .splitAsStream(pattern + "\0")
                                        .map(part -> Pattern.quote(part.replace("\0", "")))
                                        .collect(Collectors.joining(".*")),
                                job));
    }
}
