// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import dev.freshet.Freshet;
import dev.freshet.error.ErrorCode;
import dev.freshet.error.ErrorKind;
import dev.freshet.error.FreshetException;
import dev.freshet.server.security.PageRequests;
import dev.freshet.server.security.Viewer;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Makes an error page of what went wrong: what it is, whose it is to mend, and where to go on. */
@Component
class ErrorPages {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final Freshet freshet;
    private final Pages pages;
    private final Assets assets;
    private final TemplateEngine templates;
    private final NearMisses nearMisses;
    private final Outage outage;

    ErrorPages(
            Freshet freshet,
            Pages pages,
            Assets assets,
            TemplateEngine templates,
            NearMisses nearMisses,
            Outage outage) {
        this.freshet = freshet;
        this.pages = pages;
        this.assets = assets;
        this.templates = templates;
        this.nearMisses = nearMisses;
        this.outage = outage;
    }

    /** What an exception means to somebody who wanted a page. */
    Trouble of(Exception failure, String path) {
        return switch (failure) {
            case FreshetException own -> of(own, path);
            case NoResourceFoundException missing -> notFound("There is no page at " + path + ".", path);
            case MethodArgumentTypeMismatchException wrong ->
                of(
                        HttpStatus.BAD_REQUEST,
                        "The address has “" + wrong.getValue() + "” where something else belongs.",
                        path);
            case ErrorResponse known ->
                of(
                        HttpStatus.valueOf(known.getStatusCode().value()),
                        String.valueOf(known.getBody().getDetail()),
                        path);
            default -> defect(failure, path);
        };
    }

    /** What a status means where no exception is known. */
    Trouble of(HttpStatus status, String detail, String path) {
        return switch (status) {
            case NOT_FOUND -> notFound(detail, path);
            case FORBIDDEN -> trouble(status, "Not for your role", detail, List.of());
            case SERVICE_UNAVAILABLE -> unreachable(detail);
            default ->
                trouble(
                        status,
                        status.is4xxClientError() ? "That cannot be shown" : "Freshet failed",
                        detail,
                        List.of("Check the address, or go on from the overview."));
        };
    }

    /** What a form without a valid token means: it stood open for too long. */
    Trouble tooOld(String detail) {
        return trouble(HttpStatus.FORBIDDEN, "This page is too old", detail, List.of());
    }

    /** An error page with the navigation for whoever is logged in. */
    View view(Trouble trouble, @Nullable Viewer viewer) {
        return (model, request, response) -> {
            response.setStatus(trouble.status().value());
            if (trouble.retry() != null) {
                response.setHeader("Retry-After", Long.toString(trouble.retry().toSeconds()));
            }
            response.setHeader("Cache-Control", "no-store");
            // What is refused before anything else looks at it has none yet.
            response.setHeader("Content-Security-Policy", PageRequests.CONTENT_POLICY);
            response.setHeader("X-Content-Type-Options", "nosniff");
            Pages.write(response, html(trouble, viewer, request));
        };
    }

    private String html(Trouble trouble, @Nullable Viewer viewer, HttpServletRequest request) {
        StringOutput html = new StringOutput();
        if (viewer == null) {
            Frame frame = new Frame(trouble.title(), null, null, "", Pages.address(request), assets, "", null);
            templates.render("error/bare.jte", Map.of("frame", frame, "trouble", forStrangers(trouble)), html);
            return html.toString();
        }
        templates.render("error/error.jte", Map.of("trouble", trouble, "zone", ViewerZone.of(request)), html);
        Content content = new Content(html.toString(), 0, trouble.at(), null);
        return pages.frame(viewer, trouble.title(), null, "everything", content, PageRequests.asFirstAsked(request));
    }

    /** Where the database is, and what it said, is not for everybody who can open the login. */
    private static Trouble forStrangers(Trouble trouble) {
        return trouble.retry() == null
                ? trouble
                : new Trouble(
                        trouble.status(),
                        trouble.title(),
                        "Freshet cannot work with its database now; its log says why.",
                        trouble.remedies().subList(0, 1),
                        List.of(),
                        trouble.at(),
                        trouble.since(),
                        trouble.reference(),
                        trouble.retry());
    }

    private Trouble of(FreshetException failure, String path) {
        String detail = String.valueOf(failure.getMessage());
        if (failure.code() == ErrorCode.DATABASE_UNREACHABLE) {
            return unreachable(detail);
        }
        return switch (failure.code().kind()) {
            case NOT_FOUND -> notFound(withoutApi(detail), path);
            case USER, CONFLICT ->
                of(
                        failure.code().kind() == ErrorKind.USER ? HttpStatus.BAD_REQUEST : HttpStatus.CONFLICT,
                        detail,
                        path);
            case RESOURCE ->
                retried(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "The database refused",
                        detail,
                        List.of(),
                        freshet.clock().instant());
            case INTERNAL -> defect(failure, path);
        };
    }

    private Trouble notFound(String detail, String path) {
        List<Trouble.Link> meant = nearMisses.of(path);
        return new Trouble(
                HttpStatus.NOT_FOUND,
                "Not found",
                detail,
                List.of(),
                meant,
                freshet.clock().instant(),
                null,
                null,
                null);
    }

    private Trouble unreachable(String said) {
        return retried(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The database is out of reach",
                "Freshet cannot talk to its database, so it cannot tell how things stand.",
                List.of(said),
                outage.noted(freshet.clock().instant()));
    }

    private Trouble retried(HttpStatus status, String title, String detail, List<String> said, Instant since) {
        List<String> remedies = new ArrayList<>(List.of(
                "This page asks again every " + RETRY.toSeconds() + " seconds.",
                "Check that PostgreSQL runs and can be reached from this machine; Freshet connects again by itself."));
        remedies.addAll(said);
        return new Trouble(
                status, title, detail, remedies, List.of(), freshet.clock().instant(), since, null, RETRY);
    }

    private Trouble defect(Exception failure, String path) {
        String reference =
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        LOG.error("Page {} failed (reference {})", path, reference, failure);
        return new Trouble(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "Freshet failed",
                "This page could not be made; that is a defect of Freshet.",
                List.of("Look in the log of Freshet for “reference " + reference + "”: it says what happened."),
                List.of(),
                freshet.clock().instant(),
                null,
                reference,
                null);
    }

    private Trouble trouble(HttpStatus status, String title, String detail, List<String> remedies) {
        return new Trouble(
                status, title, detail, remedies, List.of(), freshet.clock().instant(), null, null, null);
    }

    /** Messages tell callers of the API where the list is; here a link does. */
    private static String withoutApi(String message) {
        int hint = message.indexOf(" GET /api/");
        return hint < 0 ? message : message.substring(0, hint);
    }
}
