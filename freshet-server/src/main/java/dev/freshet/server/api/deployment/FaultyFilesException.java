// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.api.deployment;

import dev.freshet.definition.DefinitionReading;
import dev.freshet.definition.Finding;
import dev.freshet.error.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Files that have faults, answered with all of them. */
final class FaultyFilesException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    FaultyFilesException(DefinitionReading.Faulty faulty) {
        super(HttpStatus.BAD_REQUEST, problem(faulty), null);
    }

    private static ProblemDetail problem(DefinitionReading.Faulty faulty) {
        List<Fault> faults = faulty.faults().stream().map(Fault::of).toList();
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST,
                faults.size() == 1
                        ? "The definitions have one fault"
                        : "The definitions have " + faults.size() + " faults");
        problem.setProperty("code", ErrorCode.INVALID_DEFINITIONS.id());
        problem.setProperty("faults", faults);
        return problem;
    }

    /** One fault; text is all of it in one line. */
    record Fault(
            String file,
            int line,
            int column,
            String key,
            String message,
            @Nullable String suggestion,
            @Nullable String remedy,
            String text) {

        static Fault of(Finding finding) {
            return new Fault(
                    finding.place().file(),
                    finding.place().line(),
                    finding.place().column(),
                    finding.path(),
                    finding.message(),
                    finding.suggestion(),
                    finding.remedy(),
                    finding.text());
        }
    }
}
