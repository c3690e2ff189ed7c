// SPDX-License-Identifier: Apache-2.0
package dev.freshet.report;

import dev.freshet.definition.DefinitionKind;
import dev.freshet.definition.DefinitionName;
import dev.freshet.definition.Definitions;
import dev.freshet.definition.JobDefinition;
import dev.freshet.definition.JobSpec;
import dev.freshet.definition.Plan;
import dev.freshet.mail.MailSettings;
import org.jspecify.annotations.Nullable;

/** Warns of report jobs that this node could not carry out. */
public final class MissingMail {

    private MissingMail() {}

    /** The plan with a warning beside each such job. */
    public static Plan warn(Definitions definitions, Plan plan, @Nullable MailSettings mail) {
        Plan warned = plan;
        for (JobDefinition job : definitions.jobs()) {
            if (job.spec() instanceof JobSpec.Report report) {
                String warning = mail == null
                        ? "this service cannot send mail, so its runs will fail. " + ReportHandler.HOW_TO_SEND
                        : report.from() == null && mail.from() == null
                                ? "its mails have no sender: set from:, or start the service with --mail-from"
                                : null;
                if (warning != null) {
                    warned = warned.withWarning(new DefinitionName(DefinitionKind.JOB, job.name()), warning);
                }
            }
        }
        return warned;
    }
}
