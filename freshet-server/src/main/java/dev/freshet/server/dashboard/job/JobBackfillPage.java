// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard.job;

import dev.freshet.Freshet;
import dev.freshet.backfill.BackfillPlan;
import dev.freshet.error.ErrorKind;
import dev.freshet.error.FreshetException;
import dev.freshet.server.dashboard.Acted;
import dev.freshet.server.dashboard.Fragments;
import dev.freshet.server.security.Viewer;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Starts a backfill from a job's page; says before what it would do. */
@Controller
@RequestMapping("/jobs/{job}/backfill")
class JobBackfillPage {

    private final Fragments fragments;
    private final Freshet freshet;

    JobBackfillPage(Fragments fragments, Freshet freshet) {
        this.fragments = fragments;
        this.freshet = freshet;
    }

    @ModelAttribute("form")
    BackfillForm form(
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to,
            @RequestParam @Nullable String slice,
            @RequestParam(defaultValue = "1") int parallel,
            @RequestParam(defaultValue = "false") boolean beside,
            @RequestParam(defaultValue = "oldest") String order,
            @RequestParam(name = "fail-fast", defaultValue = "false") boolean failFast,
            @RequestParam @Nullable String parameters,
            @RequestParam @Nullable String reason) {
        return new BackfillForm(
                from, to, slice, parallel, beside, order.equals("newest"), failFast, parameters, reason);
    }

    @PostMapping
    ResponseEntity<Void> start(
            @PathVariable String job,
            @ModelAttribute(name = "form", binding = false) BackfillForm form,
            Viewer viewer) {
        long id = freshet.backfills().control().start(form.request(job, zone(job)), viewer.actor());
        return Acted.goTo("/backfills/" + id);
    }

    /** What the form would do, in words, as it is filled in. */
    @PostMapping("/preview")
    View preview(@PathVariable String job, @ModelAttribute(name = "form", binding = false) BackfillForm form) {
        Map<String, Object> parameters = new HashMap<>();
        try {
            BackfillPlan plan = freshet.backfills().control().preview(form.request(job, zone(job)));
            parameters.put("plan", plan);
        } catch (FreshetException e) {
            if (e.code().kind() != ErrorKind.USER) {
                throw e;
            }
            parameters.put("fault", String.valueOf(e.getMessage()));
        }
        return fragments.show("job/backfillPreview.jte", reader -> parameters);
    }

    private ZoneId zone(String job) {
        return freshet.backfills().control().zone(job, null);
    }
}
