// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import dev.freshet.Freshet;
import dev.freshet.access.Role;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;

/** Shows parts of pages that scripts ask for by themselves; they are rendered for each request, as a viewer sees them. */
@Component
public class Fragments {

    private final TemplateEngine templates;
    private final Freshet freshet;

    Fragments(TemplateEngine templates, Freshet freshet) {
        this.templates = templates;
        this.freshet = freshet;
    }

    /**
     * A template with its parameters, as a controller's answer; rendered within the controller's call, so that what goes
     * wrong is answered as a fault.
     */
    public View show(String template, Function<Reader, Map<String, Object>> parameters) {
        Reader reader = new Reader(
                Role.VIEWER, ViewerZone.of(Pages.request()), freshet.clock().instant());
        StringOutput html = new StringOutput();
        templates.render(template, parameters.apply(reader), html);
        return (ignored, request, response) -> {
            response.setHeader("Cache-Control", "no-store");
            Pages.write(response, html.toString());
        };
    }
}
