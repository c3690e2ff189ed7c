// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.security;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** A place of this service to go to after logging in. Never another site, whatever somebody wrote into a link. */
public final class LocalPath {

    /** Where everybody may go. */
    public static final String HOME = "/";

    private static final Pattern PLAIN =
            Pattern.compile("/(?:[A-Za-z0-9\\-._~%!$&'()*+,;=:@?][A-Za-z0-9\\-._~%!$&'()*+,;=:@/?]*)?");
    private static final int LONGEST = 1_000;

    private LocalPath() {}

    /** Leads the browser on, without a word about the host: the request's header could name any. */
    public static void redirect(HttpServletResponse response, String path) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader(HttpHeaders.LOCATION, path);
    }

    /** The path with its query, or {@link #HOME} where it is none, or would be read as another site by some browser. */
    public static String of(@Nullable String wanted) {
        if (wanted == null
                || wanted.length() > LONGEST
                || !PLAIN.matcher(wanted).matches()) {
            return HOME;
        }
        String path = wanted.split("\\?", 2)[0].toLowerCase(Locale.ROOT);
        boolean disguised = path.contains("%2f") || path.contains("%5c") || path.contains("%25") || path.contains("//");
        boolean ofTheDoor = path.equals("/login") || path.equals("/logout") || path.equals("/welcome");
        return disguised || ofTheDoor ? HOME : wanted;
    }
}
