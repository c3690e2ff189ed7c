// SPDX-License-Identifier: Apache-2.0
package dev.freshet.error;

/** Who can mend an error; REST maps it to a status, the CLI to an exit code. */
public enum ErrorKind {
    /** The request or definition is wrong: change it. */
    USER,
    /** The request is right but the thing is in another state: look, then try again. */
    CONFLICT,
    /** The named thing does not exist. */
    NOT_FOUND,
    /** Something Freshet needs is missing or out of reach (a database, a lock, disk): mend that, then try again. */
    RESOURCE,
    /** A defect of Freshet. */
    INTERNAL
}
