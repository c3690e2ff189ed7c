// SPDX-License-Identifier: Apache-2.0
package dev.freshet.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PayloadMaskTest {

    private static final PayloadMask MASK = new PayloadMask(List.of("customer.email", "cards.number", "pin"));

    @Test
    void hidesTheValuesAtItsPathsAlsoInArrays() {
        String shown = MASK.shown("""
            {"customer": {"email": "ann@example.org", "name": "Ann"}, "cards": [{"number": 4711}, {"number": 4712, "kind": "gold"}]}
            """);
        assertThat(shown.replaceAll("\\s", ""))
                .isEqualTo("{\"customer\":{\"email\":\"•••\",\"name\":\"Ann\"},\"cards\":[{\"number\":\"•••\"},"
                        + "{\"number\":\"•••\",\"kind\":\"gold\"}]}");
    }

    @Test
    void hidesThemInErrorsToo() {
        String payload =
                "{\"customer\": {\"email\": \"ann@example.org\"}, \"cards\": [{\"number\": 4711}], \"pin\": 1}";
        assertThat(MASK.text("Failing row contains (1, ann@example.org, 4711).", payload))
                .isEqualTo("Failing row contains (1, •••, •••).");
    }

    @Test
    void keepsWhatIsHiddenWhenAnEditLeavesItHidden() {
        String stored = "{\"customer\": {\"email\": \"ann@example.org\"}, \"amount\": -1}";
        assertThat(MASK.restored("{\"customer\": {\"email\": \"•••\"}, \"amount\": 1}", stored))
                .isEqualTo("{\"customer\":{\"email\":\"ann@example.org\"},\"amount\":1}");
        assertThat(MASK.restored("{\"customer\": {\"email\": \"bob@example.org\"}}", stored))
                .isEqualTo("{\"customer\":{\"email\":\"bob@example.org\"}}");
    }

    @Property
    void givesBackWhatWasStoredWhenNothingIsEdited(@ForAll String email, @ForAll int pin, @ForAll boolean array) {
        String card = "{\"number\":" + pin + "}";
        String stored = "{\"customer\":{\"email\":" + ItemJson.MAPPER.writeValueAsString(email) + "},\"cards\":"
                + (array ? "[" + card + "," + card + "]" : card) + ",\"pin\":" + pin + "}";
        assertThat(ItemJson.MAPPER.readTree(MASK.restored(MASK.shown(stored), stored)))
                .isEqualTo(ItemJson.MAPPER.readTree(stored));
    }
}
