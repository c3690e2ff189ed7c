// SPDX-License-Identifier: Apache-2.0
package dev.freshet.report;

import dev.freshet.artifact.NewArtifact;
import dev.freshet.definition.JobSpec;
import dev.freshet.http.IdempotencyKey;
import dev.freshet.item.Item;
import dev.freshet.item.ItemOutcome;
import dev.freshet.item.ItemWorker;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunError;
import dev.freshet.job.RunValues;
import dev.freshet.mail.MailException;
import dev.freshet.mail.MailMessage;
import dev.freshet.mail.MailTransport;
import dev.freshet.mail.MimeMail;
import dev.freshet.postgres.Session;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes and mails one recipient's document, and keeps the copy with the item. */
final class RecipientMail implements ItemWorker {

    private final RunContext context;
    private final JobSpec.Report report;
    private final String from;
    private final String installation;
    private final MailTransport transport;
    private final InstantSource clock;

    RecipientMail(
            RunContext context,
            JobSpec.Report report,
            String from,
            String installation,
            MailTransport transport,
            InstantSource clock) {
        this.context = context;
        this.report = report;
        this.from = from;
        this.installation = installation;
        this.transport = transport;
        this.clock = clock;
    }

    @Override
    public ItemOutcome work(Session session, Item item) {
        Recipient recipient = Recipient.of(context.run(), item.key(), item.payload());
        String email = recipient.email();
        if (email == null) {
            return new ItemOutcome.Failed(RunError.of(
                    "Recipient " + item.key() + " has no address: its payload has no email",
                    "Let select: yield a column email, for example SELECT id AS key, email, name FROM customer."));
        }
        List<Map<String, @Nullable Object>> rows = report.query() == null
                ? List.of()
                : ReportQueries.list(
                        session,
                        report.query(),
                        RunValues.of(context.run()).with(Map.of("key", item.key(), "payload", item.payload())),
                        context.job());
        String fileName = context.job().name() + "-"
                + context.run().logicalTime().atOffset(ZoneOffset.UTC).toLocalDate();
        ReportDocument document = ReportDocument.of(report, recipient.values(), rows, fileName);
        try {
            MimeMail mail = MimeMail.of(new MailMessage(
                    from,
                    email,
                    document.subject(),
                    document.text(),
                    document.html(),
                    document.attachments(),
                    IdempotencyKey.ofItem(installation, item.runId(), item.number(), item.payload()),
                    clock.instant()));
            transport.send(mail);
            // From here on the mail is out: what fails now sends it again.
            context.keep(session, new NewArtifact(item.key(), item.key() + ".eml", "message/rfc822", mail.bytes()));
            return new ItemOutcome.Done();
        } catch (MailException e) {
            RunError error = RunError.of(String.valueOf(e.getMessage()), e.advice());
            return new ItemOutcome.Failed(e.passes() ? error.thatPasses(null) : error);
        }
    }
}
