// SPDX-License-Identifier: Apache-2.0
package dev.freshet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation: what it links to, the anchors of its headings, its fenced blocks.
 *
 * @param links targets as written, of links and pictures outside of code
 * @param anchors as GitHub makes them of headings
 */
record MarkdownFile(Path path, List<String> links, Set<String> anchors, List<Block> blocks) {

    private static final Pattern LINK =
            Pattern.compile("\\[[^\\]]*\\]\\(\\s*<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\s*\\)");
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`]*`");
    private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*?)\\s*#*\\s*");
    private static final Pattern FENCE = Pattern.compile("\\s*```+\\s*(\\S*)\\s*");

    /** A fenced block with the line its fence stands in. */
    record Block(String language, int line, String text) {}

    /** Every page of the repository; built and hidden folders are left out. */
    static List<MarkdownFile> list(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> isSource(root.relativize(file)))
                    .sorted()
                    .map(MarkdownFile::read)
                    .toList();
        }
    }

    static MarkdownFile read(Path path) {
        try {
            return parse(path, Files.readAllLines(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MarkdownFile parse(Path path, List<String> lines) {
        List<String> links = new ArrayList<>();
        Set<String> anchors = new LinkedHashSet<>();
        List<Block> blocks = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher fence = FENCE.matcher(line);
            if (fence.matches()) {
                int end = i + 1;
                while (end < lines.size() && !lines.get(end).strip().startsWith("```")) {
                    end++;
                }
                blocks.add(new Block(
                        fence.group(1),
                        i + 1,
                        String.join("\n", lines.subList(Math.min(i + 1, lines.size()), Math.min(end, lines.size())))));
                i = end;
                continue;
            }
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                anchors.add(anchor(heading.group(1), seen));
            }
            // The text of a link may be code; code that looks like a link is none.
            Matcher link = LINK.matcher(INLINE_CODE.matcher(line).replaceAll("code"));
            while (link.find()) {
                links.add(link.group(1));
            }
        }
        return new MarkdownFile(path, links, anchors, blocks);
    }

    private static boolean isSource(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".") || part.toString().equals("target")) {
                return false;
            }
        }
        return true;
    }

    private static String anchor(String heading, Map<String, Integer> seen) {
        String plain = heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1").toLowerCase(Locale.ROOT);
        String anchor = plain.replaceAll("[^\\p{L}\\p{N}\\s_-]", "").replaceAll("\\s", "-");
        int times = seen.merge(anchor, 1, Integer::sum);
        return times == 1 ? anchor : anchor + "-" + (times - 1);
    }
}
