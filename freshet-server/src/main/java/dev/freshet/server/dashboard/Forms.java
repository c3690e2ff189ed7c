// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import dev.freshet.error.ErrorKind;
import dev.freshet.error.FreshetException;
import dev.freshet.server.security.LocalPath;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.View;

/** Plain forms: what was sent is done and leads on, or the page comes again and says what is wrong. They need no script. */
public final class Forms {

    private Forms() {}

    /** Shows the page that the work returns; the page of a fault that its sender can mend, with the fault's text. */
    public static View answer(HttpServletResponse response, Work work, Function<String, View> faulty) {
        try {
            return work.work();
        } catch (FreshetException e) {
            ErrorKind kind = e.code().kind();
            if (kind == ErrorKind.INTERNAL || kind == ErrorKind.RESOURCE) {
                throw e;
            }
            response.setStatus((kind == ErrorKind.CONFLICT ? HttpStatus.CONFLICT : HttpStatus.BAD_REQUEST).value());
            return faulty.apply(String.valueOf(e.getMessage()));
        }
    }

    /** Leads on to a page of ours. */
    public static View goTo(String path) {
        return new View() {
            @Override
            public void render(
                    @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response) {
                LocalPath.redirect(response, path);
            }
        };
    }

    /** What a form asks for. */
    @FunctionalInterface
    public interface Work {
        View work();
    }
}
