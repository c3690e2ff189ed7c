// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api;

import dev.freshet.Freshet;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The description of the API at {@code /api/openapi.json}. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfig {

    private static final String BEARER = "bearer";

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(new Info()
                        .title("Freshet")
                        .version(Freshet.version())
                        .description("Keeps the data people look at fresh: jobs, runs, views and their freshness. "
                                + "Errors are problem details (RFC 9457) with a stable code; lists are "
                                + "{\"items\": […], \"next\": …}, where next is the cursor of the page that follows.")
                        .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")))
                .components(new Components()
                        .addSecuritySchemes(
                                BEARER,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme(BEARER)
                                        .description("An API token of Freshet")))
                .addSecurityItem(new SecurityRequirement().addList(BEARER));
    }

    /** Names of properties as the API writes them; springdoc reads Java's. */
    @Bean
    OpenApiCustomizer snakeCaseProperties() {
        return api -> {
            Components components = api.getComponents();
            if (components != null && components.getSchemas() != null) {
                components.getSchemas().values().forEach(OpenApiConfig::rename);
            }
        };
    }

    private static void rename(Schema<?> schema) {
        var properties = schema.getProperties();
        if (properties != null) {
            var asDeclared = new LinkedHashMap<>(properties);
            properties.clear();
            asDeclared.forEach((name, property) -> properties.put(snakeCase(name), property));
        }
        List<String> required = schema.getRequired();
        if (required != null) {
            schema.setRequired(required.stream().map(OpenApiConfig::snakeCase).toList());
        }
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
