// SPDX-License-Identifier: Apache-2.0
package dev.freshet.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class TemplateTest {

    private static final Map<String, Object> PAYLOAD = new LinkedHashMap<>(Map.of("email", "a@b.example", "sum", 1.5));

    @ParameterizedTest
    @CsvSource({
        "NONE, a <b> & \"c\"",
        "HTML, a &lt;b&gt; &amp; &quot;c&quot;",
        "JSON, a <b> & \\\"c\\\"",
        "URL, a%20%3Cb%3E%20%26%20%22c%22"
    })
    void keepsAValueAValueWhereverItStands(Escape escape, String expected) {
        assertThat(render("{{x}}", escape, Map.of("x", "a <b> & \"c\""))).isEqualTo(expected);
        assertThat(render("{{{x}}}", escape, Map.of("x", "a <b> & \"c\""))).isEqualTo("a <b> & \"c\"");
    }

    @Property
    void makesValidJsonOfAnyText(@ForAll String text) {
        String clean = text.replaceAll("[\\x00-\\x02]", "");
        String json = render("{\"x\": \"{{x}}\"}", Escape.JSON, Map.of("x", clean));
        assertThat(JsonMapper.shared().readTree(json).get("x").asString()).isEqualTo(clean);
    }

    @Test
    void letsObjectsStandForThemselvesInJson() {
        assertThat(render("{{payload}}", Escape.JSON, Map.of("payload", Map.of("a", List.of(1, "x")))))
                .isEqualTo("{\"a\":[1,\"x\"]}");
        assertThat(render(
                        "{\"s\": {{payload.sum}}, \"e\": \"{{payload.email}}\"}",
                        Escape.JSON,
                        Map.of("payload", PAYLOAD)))
                .isEqualTo("{\"s\": 1.5, \"e\": \"a@b.example\"}");
        assertThat(render("<p>{{payload}}</p>", Escape.HTML, Map.of("payload", Map.of("a", "<"))))
                .isEqualTo("<p>{&quot;a&quot;:&quot;&lt;&quot;}</p>");
    }

    @Test
    void repeatsSectionsAndKnowsWhatIsEmpty() {
        String list = "{{#rows}}{{n}},{{/rows}}{{^rows}}none{{/rows}}";
        assertThat(render(list, Escape.NONE, Map.of("rows", List.of(Map.of("n", 1), Map.of("n", 2)))))
                .isEqualTo("1,2,");
        assertThat(render(list, Escape.NONE, Map.of("rows", List.of()))).isEqualTo("none");
        Map<String, @Nullable Object> empty = new HashMap<>();
        empty.put("x", null);
        assertThat(Template.compile("[{{x}}]{{^x}}no x{{/x}}", Escape.NONE).render(empty))
                .isEqualTo("[]no x");
    }

    @Test
    void refusesWhatItDoesNotKnowAndCallsNoMethods() {
        assertThatThrownBy(() -> render("a\n{{name}}", Escape.NONE, Map.of("x", 1)))
                .hasMessageContaining("uses {{name}} in line 2, which has no value here; there are [x]");
        assertThatThrownBy(() -> render("{{x.length}}", Escape.NONE, Map.of("x", "text")))
                .hasMessageContaining("x.length");
        assertThatThrownBy(() -> render("{{x.getClass}}", Escape.NONE, Map.of("x", "text")))
                .hasMessageContaining("getClass");
        assertThatThrownBy(() -> render("{{>other}}", Escape.NONE, Map.of())).hasMessageContaining("other");
    }

    @Test
    void saysWhatIsWrongWithATemplate() {
        assertThat(Template.fault("{{#a}}x")).isPresent();
        assertThat(Template.fault("{{/a}}")).isPresent();
        assertThat(Template.fault("{{#a}}x{{/a}}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        ", JSON",
        "application/json; charset=utf-8, JSON",
        "application/problem+json, JSON",
        "text/html, HTML",
        "application/soap+xml, HTML",
        "application/x-www-form-urlencoded, URL",
        "text/plain, NONE"
    })
    void choosesWhatFitsTheMediaType(@Nullable String mediaType, Escape expected) {
        assertThat(Escape.of(mediaType)).isEqualTo(expected);
    }

    private static String render(String source, Escape escape, Map<String, ?> values) {
        return Template.compile(source, escape).render(values);
    }
}
