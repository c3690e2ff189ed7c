// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Problem details for requests that Tomcat refuses before the application sees them. */
public final class ProblemReportValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        HttpStatus status = HttpStatus.resolve(response.getStatus());
        if (status == null || !status.isError() || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String problem = """
            {"type":"about:blank","title":"%s","status":%d,"detail":"The request is not valid HTTP","code":"%s"}
            """.formatted(status.getReasonPhrase(), status.value(), ProblemHandler.code(status));
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setCharacterEncoding("UTF-8");
            response.getReporter().write(problem);
            response.finishResponse();
        } catch (IOException e) {
            // The caller went away; there is nobody to tell.
            return;
        }
    }
}
