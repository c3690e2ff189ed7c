// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelDefinitionTest {

    @Test
    void readsAChannelWithItsDefaults() {
        Definitions definitions = Reading.valid("""
            freshet: 1
            alerts:
              ops: { webhook: "http://127.0.0.1:9999/hook", on: [breach, failed, lost, dead-letter] }
              team: { email: [ops@shop.example, "Ann <ann@shop.example>"], owner: finance, only: ["shop.*"], remind: 4h }
            """).definitions();
        assertThat(definitions.channels())
                .containsExactly(
                        new ChannelDefinition(
                                "ops",
                                "http://127.0.0.1:9999/hook",
                                List.of(),
                                false,
                                List.of(AlertKind.BREACH, AlertKind.FAILED, AlertKind.LOST, AlertKind.DEAD_LETTER),
                                List.of(),
                                null,
                                null),
                        new ChannelDefinition(
                                "team",
                                null,
                                List.of("ops@shop.example", "Ann <ann@shop.example>"),
                                false,
                                AlertKind.ALL,
                                List.of("shop.*"),
                                "finance",
                                Duration.ofHours(4)));
        assertThat(DefinitionBodies.definitions(DefinitionBodies.of(definitions)))
                .isEqualTo(definitions);
    }

    @Test
    void tellsAChannelOfWhatItAskedFor() {
        ChannelDefinition channel = new ChannelDefinition(
                "ops", null, List.of(), true, List.of(AlertKind.FAILED), List.of("shop.*", "pay[1]"), "finance", null);
        assertThat(channel.wants(AlertKind.FAILED, "shop.orders", "finance")).isTrue();
        assertThat(channel.wants(AlertKind.FAILED, "pay[1]", "finance")).isTrue();
        assertThat(channel.wants(AlertKind.FAILED, "pay1", "finance")).isFalse();
        assertThat(channel.wants(AlertKind.FAILED, "workshop.orders", "finance"))
                .isFalse();
        assertThat(channel.wants(AlertKind.FAILED, "shop.orders", null)).isFalse();
        assertThat(channel.wants(AlertKind.SLOW, "shop.orders", "finance")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {}                                        | leads nowhere
        {log: false}                              | leads nowhere
        {webhook: "hooks.slack.com/x"}            | expected a URL
        {webhook: "https://x.example/{{a}}"}      | no values to fill in
        {email: [nobody]}                         | 'nobody' is no e-mail address
        {email: ops@shop.example}                 | expected a list of e-mail addresses
        {email: []}                               | 'email' is empty
        {log: true, on: []}                       | 'on' is empty
        {log: true, on: [fialed]}                 | did you mean 'failed'?
        {log: true, remind: 10s}                  | too short
        {log: true, remnd: 1h}                    | did you mean 'remind'?
        """)
    void reportsAFaultyChannel(String body, String expected) {
        List<String> faults = Reading.faults("freshet: 1\nalerts:\n  ops: " + body + "\n");
        assertThat(faults).hasSize(1);
        assertThat(faults.getFirst()).contains(expected);
    }

    @Test
    void refusesTwoChannelsOfOneName() {
        String file = "freshet: 1\nalerts: {ops: {log: true}}\n";
        List<String> faults = Reading.texts(DefinitionReader.read(
                List.of(new DefinitionSource("a.yaml", file), new DefinitionSource("b.yaml", file))));
        assertThat(faults).singleElement().asString().contains("the channel 'ops' is defined twice");
    }
}
