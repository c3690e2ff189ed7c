// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

/** Reads section {@code retention}. */
final class RetentionReader {

    private RetentionReader() {}

    static RetentionDefinition read(YamlValue body, Findings findings) {
        Fields fields = Fields.of(body, RetentionKeys.SHAPE, findings);
        return new RetentionDefinition(
                fields.value(RetentionKeys.SUCCEEDED),
                fields.value(RetentionKeys.FAILED),
                fields.value(RetentionKeys.ITEMS),
                fields.value(RetentionKeys.TICKS),
                fields.value(RetentionKeys.REFRESHES),
                fields.value(RetentionKeys.LOGS),
                fields.value(RetentionKeys.CHANGES),
                fields.value(RetentionKeys.ARTIFACTS),
                fields.value(RetentionKeys.FRESHNESS));
    }
}
