// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import dev.freshet.cron.DstPolicy;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What happens where the wall clock jumps: {@code {gap: …, overlap: …}}. */
record DstType() implements ValueType<DstPolicy> {

    static final Key<DstPolicy.Gap> GAP = Key.withDefault(
            "gap",
            new ChoiceType<>(DstPolicy.Gap.class),
            DstPolicy.DEFAULT.gap(),
            "What becomes of a tick whose wall-clock time does not exist: none, moved by the length of the gap, or"
                    + " moved to the first instant after it; `default` is `next` where the hour is fixed, else `skip`.",
            "shift");

    static final Key<DstPolicy.Overlap> OVERLAP = Key.withDefault(
            "overlap",
            new ChoiceType<>(DstPolicy.Overlap.class),
            DstPolicy.DEFAULT.overlap(),
            "In which pass of a repeated hour a tick fires; `default` is `first` where the hour is fixed, else `both`.",
            "second");

    static final Shape SHAPE = Shape.of("dst policy", GAP, OVERLAP);

    @Override
    public @Nullable DstPolicy read(YamlValue value, Findings findings) {
        Fields fields = Fields.of(value, SHAPE, findings);
        return new DstPolicy(fields.value(GAP), fields.value(OVERLAP));
    }

    @Override
    public ObjectNode schema() {
        return SHAPE.schema();
    }

    @Override
    public String label() {
        return "mapping, see [dst](#dst)";
    }

    @Override
    public String print(DstPolicy value) {
        return "{gap: " + GAP.type().print(value.gap()) + ", overlap: "
                + OVERLAP.type().print(value.overlap()) + "}";
    }
}
