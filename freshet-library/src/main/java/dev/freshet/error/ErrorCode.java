// SPDX-License-Identifier: Apache-2.0
package dev.freshet.error;

import java.util.Locale;

/** Stable identifiers of what can go wrong; they appear in REST problem details, logs and docs and never change. */
public enum ErrorCode {
    INVALID_DEFINITIONS(ErrorKind.USER),
    INVALID_ARGUMENT(ErrorKind.USER),
    INVALID_SCHEDULE(ErrorKind.USER),
    JOB_NOT_FOUND(ErrorKind.NOT_FOUND),
    RUN_NOT_FOUND(ErrorKind.NOT_FOUND),
    ARTIFACT_NOT_FOUND(ErrorKind.NOT_FOUND),
    ITEM_NOT_FOUND(ErrorKind.NOT_FOUND),
    BACKFILL_NOT_FOUND(ErrorKind.NOT_FOUND),
    TICK_NOT_FOUND(ErrorKind.NOT_FOUND),
    VIEW_NOT_FOUND(ErrorKind.NOT_FOUND),
    GROUP_NOT_FOUND(ErrorKind.NOT_FOUND),
    RELATION_NOT_FOUND(ErrorKind.NOT_FOUND),
    ALERT_NOT_FOUND(ErrorKind.NOT_FOUND),
    SILENCE_NOT_FOUND(ErrorKind.NOT_FOUND),
    CHANNEL_NOT_FOUND(ErrorKind.NOT_FOUND),
    DEPLOYMENT_NOT_FOUND(ErrorKind.NOT_FOUND),
    TOKEN_NOT_FOUND(ErrorKind.NOT_FOUND),
    USER_NOT_FOUND(ErrorKind.NOT_FOUND),
    SESSION_NOT_FOUND(ErrorKind.NOT_FOUND),
    LINK_NOT_VALID(ErrorKind.USER),
    WEAK_PASSWORD(ErrorKind.USER),
    USER_EXISTS(ErrorKind.CONFLICT),
    LAST_ADMINISTRATOR(ErrorKind.CONFLICT),
    ILLEGAL_TRANSITION(ErrorKind.CONFLICT),
    STALE_DEFINITIONS(ErrorKind.CONFLICT),
    FENCED(ErrorKind.CONFLICT),
    TOO_BUSY(ErrorKind.RESOURCE),
    DATABASE_UNREACHABLE(ErrorKind.RESOURCE),
    DATABASE_TOO_OLD(ErrorKind.RESOURCE),
    DATABASE_ERROR(ErrorKind.RESOURCE),
    EMBEDDED_DATABASE(ErrorKind.RESOURCE),
    REFRESH_IMPOSSIBLE(ErrorKind.USER),
    REFUSED(ErrorKind.CONFLICT),
    MISSING_GRANT(ErrorKind.USER),
    INTERNAL(ErrorKind.INTERNAL);

    private final ErrorKind kind;

    ErrorCode(ErrorKind kind) {
        this.kind = kind;
    }

    public ErrorKind kind() {
        return kind;
    }

    /** The code as users see it, for example {@code job-not-found}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
