// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.run;

import dev.freshet.job.RunState;
import dev.freshet.job.Trigger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page of all runs shows: runs, and the filter that chose them. */
public record Runs(
        RunList list,
        @Nullable String job,
        @Nullable RunState state,
        @Nullable Trigger trigger,
        @Nullable String since,
        @Nullable Long before) {

    public boolean isFiltered() {
        return job != null || state != null || trigger != null || since != null;
    }

    /** The address of the runs before the last one shown. */
    public String older() {
        return address(list.runs().getLast().id());
    }

    /** The address of the newest runs with the same filter. */
    public String newest() {
        return address(null);
    }

    private String address(@Nullable Long from) {
        List<String> parts = new ArrayList<>();
        add(parts, "job", job);
        add(parts, "state", state == null ? null : state.id());
        add(parts, "trigger", trigger == null ? null : trigger.id());
        add(parts, "since", since);
        add(parts, "before", from == null ? null : Long.toString(from));
        return "/runs" + (parts.isEmpty() ? "" : "?" + String.join("&", parts));
    }

    private static void add(List<String> parts, String name, @Nullable String value) {
        if (value != null) {
            parts.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
