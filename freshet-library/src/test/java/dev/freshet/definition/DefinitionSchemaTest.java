// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DefinitionSchemaTest {

    private final JsonNode schema = JsonMapper.shared().readTree(DefinitionSchema.json());

    @Test
    void isCheckedInAsItIsGenerated() throws IOException {
        GeneratedFile.check("docs/reference/freshet.schema.json", DefinitionSchema.json());
    }

    @Test
    void knowsTheSectionsThatTheReaderKnows() {
        List<String> sections = schema.at("/properties")
                .propertyStream()
                .map(java.util.Map.Entry::getKey)
                .toList();
        assertThat(sections).containsAll(SectionReader.KEYS).containsAll(SectionReader.LATER);
    }

    @Test
    void saysWhatEachTypeOfJobNeeds() {
        JsonNode job =
                schema.at("/properties/jobs/patternProperties").iterator().next();
        assertThat(job.at("/required").toString()).isEqualTo("[\"type\"]");
        assertThat(job.at("/properties/type/enum").toString())
                .isEqualTo("[\"sql\",\"procedure\",\"items\",\"http\",\"report\",\"java\"]");
        JsonNode procedure = job.at("/allOf/1");
        assertThat(procedure.at("/if/properties/type/const").asString()).isEqualTo("procedure");
        assertThat(procedure.at("/then/required").toString()).isEqualTo("[\"procedure\"]");
        assertThat(procedure.at("/then/properties/sql").asBoolean(true)).isFalse();
        assertThat(procedure.at("/then/properties").has("procedure")).isFalse();
        assertThat(procedure.at("/then/properties").has("timeout")).isFalse();
        assertThat(job.at("/not/anyOf").size()).isEqualTo(3);
    }
}
