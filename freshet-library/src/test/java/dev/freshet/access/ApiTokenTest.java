// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiTokenTest {

    @Test
    void startsWhatItsPatternsNameAndNothingElse() {
        ApiToken token = token(List.of("nightly", "mail-*", "a.b"));
        assertThat(List.of("nightly", "mail-", "mail-users", "a.b")).allMatch(token::mayStart);
        assertThat(List.of("nightly2", "xnightly", "mail", "axb", "")).noneMatch(token::mayStart);
        assertThat(token(List.of("*")).mayStart("anything")).isTrue();
        assertThat(token(List.of()).mayStart("anything")).isTrue();
    }

    private static ApiToken token(List<String> jobs) {
        return new ApiToken(1, "hook", Role.OPERATOR, jobs, Instant.EPOCH, "test", null, null, null);
    }
}
