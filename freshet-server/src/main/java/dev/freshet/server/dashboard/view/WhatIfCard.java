// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.view;

import dev.freshet.Freshet;
import dev.freshet.definition.Durations;
import dev.freshet.error.ErrorKind;
import dev.freshet.error.FreshetException;
import dev.freshet.lag.Effort;
import dev.freshet.lag.WhatIf;
import dev.freshet.server.Targets;
import dev.freshet.server.dashboard.ui.Paths;
import dev.freshet.server.text.Human;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What other promises for a view would cost.
 *
 * @param asked the targets somebody typed
 * @param whatIf null where it cannot be said
 * @param refusal why it cannot be said, or null
 */
public record WhatIfCard(
        String view,
        String asked,
        @Nullable WhatIf whatIf,
        @Nullable String refusal) {

    private static final double SHOWN_WITH_TENTHS = 10;
    private static final double ALL = 100;

    static WhatIfCard read(Freshet freshet, String view, String asked) {
        try {
            return new WhatIfCard(
                    view, asked, freshet.viewControl().reckoner().reckon(view, Targets.of(List.of(asked))), null);
        } catch (FreshetException e) {
            if (e.code().kind() == ErrorKind.NOT_FOUND) {
                throw e;
            }
            return new WhatIfCard(view, asked, null, String.valueOf(e.getMessage()));
        }
    }

    public String path() {
        return Paths.view(view) + "/what-if";
    }

    /** What is in force first, then the others. */
    public List<Line> lines() {
        WhatIf reckoned = Objects.requireNonNull(whatIf);
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(null, reckoned.now()));
        reckoned.options().forEach(option -> lines.add(new Line(option.target(), option)));
        return lines;
    }

    /** How often within a day. */
    public static String rate(double perDay) {
        return perDay < SHOWN_WITH_TENTHS && perDay != Math.rint(perDay)
                ? String.format(Locale.ROOT, "%.1f", perDay)
                : Human.number(Math.round(perDay));
    }

    /**
     * A row.
     *
     * @param target null for what is in force
     */
    public record Line(@Nullable Duration target, WhatIf.Option option) {

        public String id() {
            return target == null ? "now" : Durations.print(target);
        }

        public Effort effort() {
            return option.effort();
        }

        /** What is refreshed with it: upstream of it, or in its group; null where nothing is. */
        public @Nullable String more() {
            List<String> parts = new ArrayList<>();
            if (effort().upstream() > 0) {
                parts.add("+ " + rate(effort().upstream()) + " upstream");
            }
            if (effort().beside() > 0) {
                parts.add("+ " + rate(effort().beside()) + " in its group");
            }
            return parts.isEmpty() ? null : String.join(", ", parts);
        }

        public String share() {
            double percent = effort().shareOfDay() * ALL;
            return percent > 0 && percent < 0.01
                    ? "< 0.01 %"
                    : String.format(Locale.ROOT, percent < 1 ? "%.2f %%" : "%.1f %%", percent);
        }

        public String extra() {
            Duration extra = option.extra();
            if (extra.abs().toSeconds() < 1) {
                return "±0";
            }
            return extra.isNegative() ? "− " + Human.duration(extra.negated()) : "+ " + Human.duration(extra);
        }
    }
}
