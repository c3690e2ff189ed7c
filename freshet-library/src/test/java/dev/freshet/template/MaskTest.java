// SPDX-License-Identifier: Apache-2.0
package dev.freshet.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class MaskTest {

    @Property
    void hidesASecretInAnyText(
            @ForAll @StringLength(min = 4, max = 30) String secret, @ForAll String before, @ForAll String after) {
        Mask mask = new Mask();
        mask.learn("NAME", secret);
        if (!"${NAME}".contains(secret)) {
            assertThat(mask.hide(before + secret + after)).doesNotContain(secret);
        }
    }

    @Test
    void hidesASecretAsUrlsJsonAndBase64HaveIt() {
        Mask mask = new Mask();
        mask.learn("KEY", "a b\"c/ü");
        assertThat(mask.hide("a%20b%22c%2F%C3%BC a+b%22c%2F%C3%BC a b\\\"c/ü YSBiImMvw7w="))
                .isEqualTo("${KEY} ${KEY} ${KEY} ${KEY}=");
    }

    @Test
    void hidesASecretAmongBytesAndLeavesTheOthersAlone() {
        Mask mask = new Mask();
        mask.learn("KEY", "schlüssel");
        byte[] text = "\u00ff schlüssel €".getBytes(StandardCharsets.UTF_8);
        assertThat(new String(mask.hide(text), StandardCharsets.UTF_8)).isEqualTo("\u00ff ${KEY} €");
    }

    @Test
    void hidesTheLongerOfTwoSecretsFirst() {
        Mask mask = new Mask();
        mask.learn("SHORT", "abcd");
        mask.learn("LONG", "abcdef");
        assertThat(mask.hide("abcdef abcd")).isEqualTo("${LONG} ${SHORT}");
    }

    @Test
    void takesWhatIsTooShortForNoSecret() {
        Mask mask = new Mask();
        mask.learn("PORT", "80");
        assertThat(mask.hide("8080")).isEqualTo("8080");
    }

    @Test
    void readsASecretWhenItIsNeededAndNotBefore() {
        Mask mask = new Mask();
        SecretText text = SecretText.compile("Bearer ${A} {{x}}", Escape.NONE);
        assertThat(text.render(Map.of("x", "${A}\u0001A\u0002"), new Secrets(Map.of("A", "{{x}}$1"), null), mask))
                .isEqualTo("Bearer {{x}}$1 ${A}A");
    }
}
