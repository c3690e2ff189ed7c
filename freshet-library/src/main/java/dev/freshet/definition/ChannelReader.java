// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one channel of section {@code alerts}. */
final class ChannelReader {

    private ChannelReader() {}

    static ChannelDefinition read(YamlEntry entry, Findings findings) {
        Fields fields = Fields.of(entry.value(), ChannelKeys.SHAPE, findings);
        List<String> email = listed(fields, ChannelKeys.EMAIL, findings);
        List<AlertKind> on = listed(fields, ChannelKeys.ON, findings);
        boolean log = fields.value(ChannelKeys.LOG);
        if (!fields.has(ChannelKeys.WEBHOOK) && !fields.has(ChannelKeys.EMAIL) && !log) {
            findings.fault(
                    entry.at(),
                    "the channel '" + entry.key() + "' leads nowhere",
                    null,
                    "Give it a webhook:, an email: list or log: true.");
        }
        return new ChannelDefinition(
                entry.key(),
                fields.find(ChannelKeys.WEBHOOK),
                email,
                log,
                fields.has(ChannelKeys.ON) ? on : AlertKind.ALL,
                listed(fields, ChannelKeys.ONLY, findings),
                fields.find(ChannelKeys.OWNER),
                fields.find(ChannelKeys.REMIND));
    }

    /** A list that is there holds something: an empty one would silently switch the channel off. */
    private static <T> List<T> listed(Fields fields, Key<List<T>> key, Findings findings) {
        int faults = findings.faults().size();
        @Nullable List<T> found = fields.find(key);
        if (found == null) {
            return List.of();
        }
        if (found.isEmpty() && findings.faults().size() == faults) {
            findings.fault(fields.at(key), "'" + key.name() + "' is empty", null, "Name something, or remove the key.");
        }
        return found.stream().distinct().toList();
    }
}
