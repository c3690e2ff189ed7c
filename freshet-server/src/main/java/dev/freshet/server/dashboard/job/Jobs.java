// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.job;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What the list of jobs shows.
 *
 * @param rows on this page
 * @param grouped views that only their group refreshes, by the group's name
 * @param counts how many jobs each tab has
 * @param defined how many jobs there are
 * @param fitting how many fit tab and words
 * @param words what was searched for
 * @param page counted from 1
 */
public record Jobs(
        List<JobRow> rows,
        Map<String, List<JobRow>> grouped,
        Map<JobTab, Long> counts,
        int defined,
        int fitting,
        JobTab tab,
        String words,
        int page,
        int pages) {

    /** The address of another page or tab of the same search. */
    public String address(JobTab otherTab, int otherPage) {
        return "/jobs?state=" + otherTab.id()
                + (words.isEmpty() ? "" : "&q=" + URLEncoder.encode(words, StandardCharsets.UTF_8))
                + (otherPage == 1 ? "" : "&page=" + otherPage);
    }
}
