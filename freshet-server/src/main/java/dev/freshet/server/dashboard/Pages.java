// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import dev.freshet.Freshet;
import dev.freshet.server.live.Topic;
import dev.freshet.server.security.Viewer;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.View;

/** Shows pages: whole ones to people who open them, the content alone to open pages that follow a change. */
@Component
public class Pages {

    /** The element that an open page asks for again. */
    static final String CONTENT = "content";

    /** Says which content an open page has, and which one it gets. */
    static final String VERSION = "Freshet-Version";

    private static final String PERISHES = "Freshet-Perishes-At";

    private final TemplateEngine templates;
    private final ContentCache cache;
    private final Assets assets;
    private final Outage outage;
    private final Freshet freshet;

    Pages(TemplateEngine templates, ContentCache cache, Assets assets, Outage outage, Freshet freshet) {
        this.templates = templates;
        this.cache = cache;
        this.assets = assets;
        this.outage = outage;
        this.freshet = freshet;
    }

    /**
     * A page for whoever looks, as a controller's answer. It is rendered within the controller's call, so that what goes
     * wrong becomes an error page instead of half a page.
     */
    public View show(Viewer viewer, Page page) {
        HttpServletRequest asking = request();
        Reader reader = reader(viewer, asking);
        ContentCache.Key key = new ContentCache.Key(address(asking), reader.role(), reader.zone());
        boolean following = CONTENT.equals(asking.getHeader("HX-Target"));
        Content content = following
                ? cache.get(key, page.topics(), reader.now(), () -> render(page, reader))
                : cache.renew(key, page.topics(), reader.now(), () -> render(page, reader));
        outage.ended();
        return (model, request, response) -> answer(viewer, page, content, following, request, response);
    }

    /** A page about whoever looks, or with a secret: rendered for this request alone, and shown to nobody else. */
    public View showPrivately(Viewer viewer, Page page) {
        HttpServletRequest asking = request();
        Reader reader = reader(viewer, asking);
        boolean following = CONTENT.equals(asking.getHeader("HX-Target"));
        ContentCache.Rendered rendered = render(page, reader);
        Content content = new Content(rendered.html(), rendered.html().hashCode(), reader.now(), rendered.perishesAt());
        outage.ended();
        return (model, request, response) -> answer(viewer, page, content, following, request, response);
    }

    /** A page outside of the navigation, rendered for this request alone; the template takes {@code frame} and {@code model}. */
    public View bare(String title, String template, Object model, String csrfToken) {
        return new View() {
            @Override
            public void render(
                    @Nullable Map<String, ?> ignored, HttpServletRequest request, HttpServletResponse response)
                    throws IOException {
                Frame frame = new Frame(title, null, null, csrfToken, address(request), assets, "", null);
                StringOutput html = new StringOutput();
                templates.render(template, Map.of("frame", frame, "model", model), html);
                write(response, html.toString());
            }
        };
    }

    private void answer(
            Viewer viewer,
            Page page,
            Content content,
            boolean following,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        response.setHeader(VERSION, Long.toString(content.version()));
        if (content.perishesAt() != null) {
            response.setHeader(PERISHES, content.perishesAt().toString());
        }
        if (!following) {
            String topics = page.topics().stream().map(Topic::name).sorted().collect(Collectors.joining(" "));
            write(response, frame(viewer, page.title(), page.section(), topics, content, request));
        } else if (Long.toString(content.version()).equals(request.getHeader(VERSION))) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            write(response, content.html());
        }
    }

    private ContentCache.Rendered render(Page page, Reader reader) {
        Object model = page.model().apply(reader);
        StringOutput html = new StringOutput();
        templates.render(page.template(), Map.of("reader", reader, "model", model), html);
        Instant perishes = model instanceof Page.Perishable perishable ? perishable.perishesAt() : null;
        return new ContentCache.Rendered(html.toString(), perishes);
    }

    /** The layout with navigation around some content. */
    String frame(
            Viewer viewer,
            String title,
            @Nullable Section section,
            String topics,
            Content content,
            HttpServletRequest request) {
        Frame frame = new Frame(title, section, viewer, viewer.csrfToken(), address(request), assets, topics, content);
        StringOutput html = new StringOutput();
        templates.render("layout/page.jte", Map.of("frame", frame), html);
        return html.toString();
    }

    private Reader reader(Viewer viewer, HttpServletRequest request) {
        return new Reader(viewer.role(), ViewerZone.of(request), freshet.clock().instant());
    }

    static HttpServletRequest request() {
        ServletRequestAttributes attributes =
                (ServletRequestAttributes) RequestContextHolder.currentRequestAttributes();
        return attributes.getRequest();
    }

    static String address(HttpServletRequest request) {
        String query = request.getQueryString();
        return request.getRequestURI() + (query == null ? "" : "?" + query);
    }

    static void write(HttpServletResponse response, String html) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
