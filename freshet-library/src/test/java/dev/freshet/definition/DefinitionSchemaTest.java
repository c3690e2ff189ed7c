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
        assertThat(job.at("/properties/type/enum").toString()).isEqualTo("[\"sql\",\"procedure\"]");
        assertThat(job.at("/allOf/0").toString())
                .isEqualTo("{\"if\":{\"properties\":{\"type\":{\"const\":\"sql\"}}},"
                        + "\"then\":{\"required\":[\"sql\"],\"properties\":{\"procedure\":false}}}");
        assertThat(job.at("/not/anyOf").size()).isEqualTo(3);
    }
}
