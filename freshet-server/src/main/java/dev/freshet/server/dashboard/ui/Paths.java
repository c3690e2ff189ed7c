// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.ui;

import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/** Addresses of pages, for names of any kind: what exists without a definition may be called anything. */
public final class Paths {

    private Paths() {}

    public static String view(String name) {
        return "/views/" + segment(name);
    }

    public static String job(String name) {
        return "/jobs/" + segment(name);
    }

    public static String run(long id) {
        return "/runs/" + id;
    }

    public static String deployment(long id) {
        return "/deployments/" + id;
    }

    /** The graph around something. */
    public static String lineage(String name) {
        return "/lineage?around=" + query(name);
    }

    /** A value in a query string. */
    public static String query(String value) {
        return UriUtils.encode(value, StandardCharsets.UTF_8);
    }

    private static String segment(String name) {
        return UriUtils.encodePathSegment(name, StandardCharsets.UTF_8);
    }
}
