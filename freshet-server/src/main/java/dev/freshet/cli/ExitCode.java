// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

/** What commands tell the shell; pinned. */
final class ExitCode {

    static final int DONE = 0;
    /** The work was started, and failed. */
    static final int FAILED = 1;
    /** The command, its arguments or the definitions are wrong. */
    static final int WRONG_USAGE = 2;
    /** Nobody answers at the service's address. */
    static final int UNREACHABLE = 3;

    private ExitCode() {}
}
