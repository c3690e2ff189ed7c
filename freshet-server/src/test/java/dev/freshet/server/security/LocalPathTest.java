// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPathTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/jobs", "/runs?state=failed&job=a%20b", "/views/a.b?x=/y", "/users/17?done=role"})
    void takesPlacesOfThisService(String path) {
        assertThat(LocalPath.of(path)).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jobs",
                "//evil.example",
                "///evil.example",
                "/\\evil.example",
                "\\/evil.example",
                "/a//b",
                "/%2Fevil.example",
                "/%2f%2fevil.example",
                "/%5Cevil.example",
                "/%252fevil.example",
                "http://evil.example",
                "https:evil.example",
                "javascript:alert(1)",
                "/ evil",
                "/a\nb",
                "/a#b",
                "/login?next=/x",
                "/logout",
                "/\u2028"
            })
    void takesNothingThatSomeBrowserWouldReadAsAnotherPlace(String path) {
        assertThat(LocalPath.of(path)).isEqualTo("/");
    }

    @Test
    void takesNothingThatIsEndlessOrMissing() {
        assertThat(LocalPath.of(null)).isEqualTo("/");
        assertThat(LocalPath.of("/" + "a".repeat(2_000))).isEqualTo("/");
    }
}
