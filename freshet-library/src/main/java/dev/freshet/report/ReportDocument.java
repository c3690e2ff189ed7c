// SPDX-License-Identifier: Apache-2.0
package dev.freshet.report;

import dev.freshet.definition.JobSpec;
import dev.freshet.definition.ReportAttachment;
import dev.freshet.definition.ReportFormat;
import dev.freshet.mail.MailMessage.MailAttachment;
import dev.freshet.template.Escape;
import dev.freshet.template.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one recipient gets.
 *
 * @param text the plain text; of an HTML document what it says
 * @param html or null for a document of plain text
 */
record ReportDocument(String subject, String text, @Nullable String html, List<MailAttachment> attachments) {

    /**
     * Fills the templates in.
     *
     * @param values of run and recipient
     * @param rows of the recipient
     * @param fileName of the attachment, without its ending
     */
    static ReportDocument of(
            JobSpec.Report report,
            Map<String, @Nullable Object> values,
            List<Map<String, @Nullable Object>> rows,
            String fileName) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(values);
        all.put("rows", rows);
        all.put("row_count", rows.size());
        all.put("has_rows", !rows.isEmpty());
        String subject = Template.compile(report.subject(), Escape.NONE).render(all);
        all.put("subject", subject);
        boolean html = report.format() == ReportFormat.HTML;
        String body = Template.compile(report.template(), html ? Escape.HTML : Escape.NONE)
                .render(all);
        List<MailAttachment> attachments = report.attach() == ReportAttachment.CSV
                ? List.of(new MailAttachment(fileName + ".csv", "text/csv", Csv.of(rows)))
                : List.of();
        return new ReportDocument(subject, html ? HtmlText.of(body) : body, html ? body : null, attachments);
    }
}
