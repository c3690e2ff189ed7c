// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.design;

import dev.freshet.server.dashboard.Page;
import dev.freshet.server.dashboard.Pages;
import dev.freshet.server.dashboard.design.Design.Pair;
import dev.freshet.server.dashboard.design.Design.Swatch;
import dev.freshet.server.security.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** {@code /design}: not in the navigation, and harmless to whoever finds it. */
@Controller
class DesignPage {

    private static final Map<String, String> USES = Map.ofEntries(
            Map.entry("bg", "behind everything"),
            Map.entry("surface", "cards, tables, dialogs"),
            Map.entry("surface-2", "code, hover, tracks"),
            Map.entry("line", "lines between rows"),
            Map.entry("line-strong", "borders of cards in cards, buttons, tags"),
            Map.entry("control", "borders of fields, which nothing else shows"),
            Map.entry("focus", "around what the keyboard is on"),
            Map.entry("mark", "inside a filled shape"),
            Map.entry("text", "text"),
            Map.entry("text-2", "text of second rank, labels"),
            Map.entry("accent", "the one act, the current entry, curves"),
            Map.entry("fresh", "within what was promised; succeeded"),
            Map.entry("late", "needs a look soon; stopping"),
            Map.entry("breached", "beyond what was promised; failed, lost"),
            Map.entry("running", "at work now"),
            Map.entry("paused", "somebody decided so"),
            Map.entry("unknown", "nothing is known, or nothing happens"));

    private final Pages pages;
    private final Tokens tokens = Tokens.load();

    DesignPage(Pages pages) {
        this.pages = pages;
    }

    @GetMapping("/design")
    View show(Viewer viewer) {
        return pages.show(
                viewer,
                new Page(
                        null,
                        "Design language",
                        "design/design.jte",
                        Set.of(),
                        reader -> new Design(
                                swatches(),
                                pairs(tokens),
                                List.of("1", "2", "3", "4", "5", "6"),
                                Samples.drawings(reader.zone(), reader.now()),
                                Samples.timeline(reader.zone()))));
    }

    private List<Swatch> swatches() {
        return tokens.light().entrySet().stream()
                .filter(token ->
                        token.getValue().startsWith("#") && !token.getKey().endsWith("-soft"))
                .map(token -> new Swatch(
                        token.getKey(),
                        token.getValue(),
                        Tokens.value(tokens.dark(), token.getKey()),
                        USES.getOrDefault(token.getKey(), "")))
                .toList();
    }

    /** Every colour with what it stands on, and the contrast it needs there. */
    static List<Pair> pairs(Tokens tokens) {
        List<Pair> pairs = new ArrayList<>();
        for (String back : List.of("bg", "surface", "surface-2")) {
            pairs.add(pair(tokens, "text", back, Contrast.TEXT));
            pairs.add(pair(tokens, "text-2", back, Contrast.TEXT));
            pairs.add(pair(tokens, "accent", back, Contrast.TEXT));
            pairs.add(pair(tokens, "focus", back, Contrast.SHAPE));
            pairs.add(pair(tokens, "control", back, Contrast.SHAPE));
        }
        pairs.add(pair(tokens, "accent", "accent-soft", Contrast.TEXT));
        pairs.add(pair(tokens, "accent-text", "accent", Contrast.TEXT));
        for (String state : Tokens.STATES) {
            for (String back : List.of("bg", "surface", "surface-2", state + "-soft")) {
                pairs.add(pair(tokens, state, back, Contrast.TEXT));
            }
            pairs.add(pair(tokens, "text", state + "-soft", Contrast.TEXT));
            pairs.add(pair(tokens, "text-2", state + "-soft", Contrast.TEXT));
            pairs.add(pair(tokens, "mark", state, Contrast.SHAPE));
        }
        return pairs;
    }

    private static Pair pair(Tokens tokens, String front, String back, double least) {
        return new Pair(front, back, ratio(tokens.light(), front, back), ratio(tokens.dark(), front, back), least);
    }

    private static double ratio(Map<String, String> theme, String front, String back) {
        return Contrast.ratio(Tokens.value(theme, front), Tokens.value(theme, back));
    }
}
