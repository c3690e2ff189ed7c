// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server;

import dev.freshet.definition.Durations;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.FreshetException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Targets as people write them into an address. */
public final class Targets {

    private Targets() {}

    /**
     * Reads them; several may stand in one text, with commas or blanks between.
     *
     * @throws FreshetException INVALID_ARGUMENT
     */
    public static List<Duration> of(Collection<String> texts) {
        return texts.stream()
                .flatMap(text -> List.of(text.strip().split("[,\\s]+")).stream())
                .filter(text -> !text.isEmpty())
                .map(Targets::target)
                .toList();
    }

    private static Duration target(String text) {
        return Durations.find(text)
                .orElseThrow(() -> new FreshetException(
                        ErrorCode.INVALID_ARGUMENT,
                        "'" + text + "' is not a target; expected a duration such as 90s, 5m or 1h30m"));
    }
}
