// SPDX-License-Identifier: Apache-2.0
package dev.freshet.job;

import dev.freshet.postgres.DatabaseException;
import dev.freshet.postgres.PostgresError;
import dev.freshet.postgres.StorableText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a run or a part of it failed, in a form people can act on.
 *
 * @param sqlState PostgreSQL's five characters, or null when the error is not PostgreSQL's
 * @param position 1-based character in the job's SQL, or null
 * @param advice what to do, for example the DDL that mends it, or null
 * @param passing what says that it passes by itself, other than its SQLSTATE; or null
 */
public record RunError(
        @Nullable String sqlState,
        String message,
        @Nullable String detail,
        @Nullable String hint,
        @Nullable Integer position,
        @Nullable String advice,
        @Nullable Passing passing) {

    public RunError {
        message = StorableText.of(message);
        detail = StorableText.ofNullable(detail);
        hint = StorableText.ofNullable(hint);
        advice = StorableText.ofNullable(advice);
    }

    public RunError(
            @Nullable String sqlState,
            String message,
            @Nullable String detail,
            @Nullable String hint,
            @Nullable Integer position,
            @Nullable String advice) {
        this(sqlState, message, detail, hint, position, advice, null);
    }

    /**
     * A failure that is likely to pass by itself: {@code transient} to the retry policy.
     *
     * @param notBefore how long the other side asked to be left alone, or null
     */
    public record Passing(@Nullable Duration notBefore) {}

    /** The same error, as one that is likely to pass by itself. */
    public RunError thatPasses(@Nullable Duration notBefore) {
        return new RunError(sqlState, message, detail, hint, position, advice, new Passing(notBefore));
    }

    public static RunError of(String message, @Nullable String advice) {
        return new RunError(null, message, null, null, null, advice);
    }

    public static RunError of(Throwable failure) {
        if (failure instanceof DatabaseException database) {
            return of(database.error(), null);
        }
        String message = failure.getMessage();
        return of(message == null ? failure.getClass().getSimpleName() : message, null);
    }

    public static RunError of(PostgresError error, @Nullable String advice) {
        return new RunError(error.sqlState(), error.message(), error.detail(), error.hint(), error.position(), advice);
    }
}
