// SPDX-License-Identifier: Apache-2.0
package dev.freshet.report;

import dev.freshet.definition.JobSpec;
import dev.freshet.item.ItemsEngine;
import dev.freshet.job.JobHandler;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunError;
import dev.freshet.job.RunOutcome;
import dev.freshet.mail.MailSettings;
import dev.freshet.mail.MailTransport;
import dev.freshet.schema.SchemaStore;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Carries out jobs of type {@code report}. */
public final class ReportHandler implements JobHandler {

    /** What to do where mail is not set up. */
    static final String HOW_TO_SEND = "Start the service with --mail-url smtp://user@host:587 and --mail-from, or with"
            + " --mail-url file:/a/folder to write mails into a folder.";

    private final ItemsEngine engine;
    private final @Nullable MailSettings mail;
    private final @Nullable MailTransport transport;
    private final InstantSource clock;

    /**
     * Creates the handler.
     *
     * @param mail null where this node sends none
     */
    public ReportHandler(ItemsEngine engine, @Nullable MailSettings mail, InstantSource clock) {
        this.engine = engine;
        this.mail = mail;
        this.clock = clock;
        transport = mail == null ? null : mail.open();
    }

    @Override
    public RunOutcome run(RunContext context) {
        if (!(context.job().spec() instanceof JobSpec.Report report)) {
            throw new IllegalStateException("Not a report job: " + context.job().spec());
        }
        if (mail == null || transport == null) {
            return new RunOutcome.Failed(RunError.of(
                    "Node " + context.run().node() + " cannot send mail, and so cannot make reports", HOW_TO_SEND));
        }
        String from = report.from() == null ? mail.from() : report.from();
        if (from == null) {
            return new RunOutcome.Failed(RunError.of(
                    "The mails of " + context.job().name() + " have no sender",
                    "Set from: in the job, or start the service with --mail-from reports@your.example."));
        }
        MailSettings.checkAddress("The sender's address", from);
        String installation = SchemaStore.installation(context.session());
        context.log().info("Mails go out by " + transport.place());
        RecipientMail worker = new RecipientMail(context, report, from, installation, transport, clock);
        return engine.run(context, report.select(), report.concurrency(), report.failFast(), worker);
    }
}
