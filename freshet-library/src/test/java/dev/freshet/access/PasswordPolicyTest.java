// SPDX-License-Identifier: Apache-2.0
package dev.freshet.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "elevenchars",
                "aaaaaaaaaaaaaa",
                "ababababababab",
                "Password-2026!",
                "Password1234",
                "ann.miller-12",
                "qwertyuiop123",
                "AnnMiller-AnnMiller"
            })
    void refusesWhatIsShortRepeatsOrIsLittleMoreThanANameOrAWordThatEverybodyTries(String password) {
        assertThat(PasswordPolicy.fault(password, "ann.miller")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"twelve chars", "grünes Fahrrad im Regen", "correct password horse", "V9#kd0!xQ2-m"})
    void takesLongOnesWhateverTheyAreMadeOf(String password) {
        assertThat(PasswordPolicy.fault(password, "ann")).isEmpty();
    }

    @Test
    void saysHowLongItIsAndHowLongItShouldBe() {
        assertThat(PasswordPolicy.fault("eleven char", "ann"))
                .hasValueSatisfying(fault -> assertThat(fault).contains("11 characters", "at least 12"));
        assertThat(PasswordPolicy.fault("x y z w v ".repeat(21), "ann")).isPresent();
    }
}
