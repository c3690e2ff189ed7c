// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.util.ArrayList;
import java.util.List;

/**
 * What an import proposes, and the file it becomes.
 *
 * @param heading what the file says on top, one line each
 */
public record ImportedDefinitions(List<String> heading, List<Proposal> proposals) {

    private static final int WIDTH = 112;

    public ImportedDefinitions {
        heading = List.copyOf(heading);
        proposals = List.copyOf(proposals);
    }

    /** How many definitions are in force once the file is applied. */
    public long active() {
        return proposals.stream().filter(Proposal::active).count();
    }

    /** How many are comments. */
    public long left() {
        return proposals.size() - active();
    }

    /** The definition file. */
    public String text() {
        List<String> lines = new ArrayList<>();
        heading.forEach(line -> comment(lines, "", line));
        lines.add("");
        lines.add("freshet: 1");
        for (Proposal.Section section : Proposal.Section.values()) {
            List<Proposal> inIt = proposals.stream()
                    .filter(proposal -> proposal.section() == section)
                    .toList();
            if (!inIt.isEmpty()) {
                lines.add("");
                boolean any = inIt.stream().anyMatch(Proposal::active);
                lines.add((any ? "" : "# ") + section.key() + ":");
                for (Proposal proposal : inIt) {
                    write(lines, proposal);
                }
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static void write(List<String> lines, Proposal proposal) {
        lines.add("");
        comment(lines, "  ", proposal.origin());
        proposal.remarks()
                .forEach(remark ->
                        comment(lines, "  ", remark.isBlank() || remark.startsWith("    ") ? remark : "! " + remark));
        String prefix = proposal.active() ? "  " : "  # ";
        lines.add(prefix + YamlText.key(proposal.name()) + ":");
        proposal.keys()
                .forEach((key, value) -> YamlText.entry(key, value)
                        .forEach(line -> lines.add(line.isEmpty() && proposal.active() ? "" : prefix + "  " + line)));
    }

    /** A comment, wrapped between words; a line that holds a command stays whole. */
    private static void comment(List<String> lines, String indent, String text) {
        for (String part : text.split("\\R", -1)) {
            String rest = printable(part);
            boolean whole = rest.startsWith("    ");
            String lead = "";
            while (!whole
                    && lead.length() + rest.length() > WIDTH
                    && rest.lastIndexOf(' ', WIDTH - lead.length()) > 0) {
                int cut = rest.lastIndexOf(' ', WIDTH - lead.length());
                lines.add((indent + "# " + lead + rest.substring(0, cut)).stripTrailing());
                rest = rest.substring(cut + 1);
                lead = "  ";
            }
            lines.add((indent + "# " + lead + rest).stripTrailing());
        }
    }

    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029\\uFEFF\\uFFFE\\uFFFF]|[\\uD800-\\uDFFF]", " ");
    }
}
