// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api;

import dev.freshet.error.ErrorKind;
import dev.freshet.error.FreshetException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;

/** Turns every error into problem details (RFC 9457) with a stable {@code code}. */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> freshet(FreshetException e) {
        if (e.code().kind() == ErrorKind.INTERNAL) {
            LOG.error("A request failed", e);
        }
        return answer(status(e.code().kind()), e.code().id(), String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> wrongType(MethodArgumentTypeMismatchException e) {
        Class<?> type = e.getRequiredType();
        boolean number = type != null && (type.isPrimitive() || Number.class.isAssignableFrom(type));
        return answer(
                HttpStatus.BAD_REQUEST,
                "invalid-argument",
                "The value \"" + e.getValue() + "\" of \"" + e.getName() + "\" is not "
                        + (number ? "a number" : "usable"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> defect(RuntimeException e) {
        LOG.error("A request failed", e);
        return answer(HttpStatus.INTERNAL_SERVER_ERROR, "internal", "Freshet failed; its log says more");
    }

    /** What Spring MVC refuses by itself: unknown paths and methods, missing parameters, bodies that cannot be read. */
    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail problem) {
            HttpStatus known = HttpStatus.resolve(status.value());
            boolean hasCode =
                    problem.getProperties() != null && problem.getProperties().containsKey("code");
            if (hasCode) {
                return super.createResponseEntity(body, headers, status, request);
            }
            problem.setProperty("code", known == null ? "http-" + status.value() : code(known));
        }
        return super.createResponseEntity(body, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String reason = e.getMostSpecificCause() instanceof JacksonException json
                ? json.getOriginalMessage()
                : "it is missing or cannot be read";
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(status, "The body is not what was expected: " + reason);
        return handleExceptionInternal(e, problem, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                status, "There is nothing at /" + e.getResourcePath() + "; /api/openapi.json tells what there is");
        return handleExceptionInternal(e, problem, headers, status, request);
    }

    static HttpStatus status(ErrorKind kind) {
        return switch (kind) {
            case USER -> HttpStatus.BAD_REQUEST;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
            case RESOURCE -> HttpStatus.SERVICE_UNAVAILABLE;
            case INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    static String code(HttpStatus status) {
        return status.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    private static ResponseEntity<ProblemDetail> answer(HttpStatus status, String code, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("code", code);
        return ResponseEntity.status(status).body(problem);
    }
}
