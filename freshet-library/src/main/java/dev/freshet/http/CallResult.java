// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import java.net.http.HttpHeaders;
import java.time.Duration;

/** How a call ended. */
sealed interface CallResult {

    /** Somebody answered. Secrets are masked in the body already. */
    final class Answered implements CallResult {
        private final int status;
        private final HttpHeaders headers;
        private final byte[] body;
        private final boolean cut;
        private final Duration took;

        /**
         * @param body its first bytes
         * @param cut whether there was more of it
         */
        Answered(int status, HttpHeaders headers, byte[] body, boolean cut, Duration took) {
            this.status = status;
            this.headers = headers;
            this.body = body;
            this.cut = cut;
            this.took = took;
        }

        int status() {
            return status;
        }

        HttpHeaders headers() {
            return headers;
        }

        byte[] body() {
            return body;
        }

        boolean isCut() {
            return cut;
        }

        Duration took() {
            return took;
        }
    }

    /**
     * Nobody answered.
     *
     * @param why for people, without secrets
     * @param passes whether it may be different in a while
     */
    record Unanswered(String why, boolean passes) implements CallResult {}

    /** Somebody asked to end before an answer came. */
    record Ended() implements CallResult {}
}
