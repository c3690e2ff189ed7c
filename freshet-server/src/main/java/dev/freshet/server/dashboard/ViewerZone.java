// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.web.util.WebUtils;

/** The viewer's time zone: the browser tells it in a cookie; UTC until it has. */
final class ViewerZone {

    private static final String COOKIE = "freshet-zone";

    private ViewerZone() {}

    static ZoneId of(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, COOKIE);
        if (cookie == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(cookie.getValue().replace("%2F", "/"));
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }
}
