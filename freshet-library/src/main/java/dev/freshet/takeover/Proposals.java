// SPDX-License-Identifier: Apache-2.0
package dev.freshet.takeover;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Collects proposals, names them, and keeps them from contradicting one another. */
final class Proposals {

    private final Names names = new Names();
    private final boolean shadow;
    private final List<Proposal> collected = new ArrayList<>();

    /**
     * An empty collection.
     *
     * @param shadow whether the jobs shall only account for their ticks at first
     */
    Proposals(boolean shadow) {
        this.shadow = shadow;
    }

    List<Proposal> all() {
        return List.copyOf(collected);
    }

    /** A free name near a hint. */
    String name(String hint) {
        return names.name(hint);
    }

    /**
     * Adds what a translated command becomes; the name of the job, group or view that it is now.
     *
     * @param name from {@link #name}
     * @param schedule the keys that say when
     * @param active false for an entry that was switched off
     */
    String add(
            String name,
            Translation translation,
            SequencedMap<String, Object> schedule,
            @Nullable String description,
            String origin,
            List<String> remarks,
            boolean active) {
        List<String> all = new ArrayList<>(remarks);
        all.addAll(translation.remarks());
        Entry entry = new Entry(name, translation, schedule, description, origin, all, active);
        return switch (translation.work()) {
            case Work.Refreshes refreshes
            when refreshes.views().size() == 1 ->
                addView(entry, refreshes.views().getFirst());
            case Work.Refreshes refreshes -> addGroup(entry, refreshes.views());
            case Work.Sql sql -> {
                SequencedMap<String, Object> keys = entry.job("sql");
                keys.put("sql", sql.sql());
                if (!sql.transaction()) {
                    keys.put("transaction", false);
                }
                yield addJob(entry, keys);
            }
            case Work.Procedure procedure -> {
                SequencedMap<String, Object> keys = entry.job("procedure");
                keys.put("procedure", procedure.call());
                yield addJob(entry, keys);
            }
            case Work.Http http -> {
                SequencedMap<String, Object> keys = entry.job("http");
                keys.put("url", http.url());
                keys.put("method", http.method());
                if (!http.headers().isEmpty()) {
                    keys.put("headers", withoutSecrets(entry, http.headers()));
                }
                if (http.body() != null) {
                    keys.put("body", http.body());
                }
                yield addJob(entry, keys);
            }
            case Work.Foreign foreign -> throw new IllegalArgumentException("Foreign work stays: " + foreign.why());
        };
    }

    /** Adds a comment for work that stays where it is. */
    void addStaying(String name, @Nullable String description, String origin, List<String> remarks) {
        SequencedMap<String, Object> keys = new LinkedHashMap<>();
        keys.put("description", description == null ? "What follows " + name : description);
        keys.put("type", "sql");
        keys.put("sql", "select 1");
        collected.add(new Proposal(Proposal.Section.JOBS, name, keys, origin, remarks, false));
    }

    private String addJob(Entry entry, SequencedMap<String, Object> keys) {
        addShadow(keys);
        keys.putAll(entry.schedule);
        keys.putAll(entry.translation.keys());
        collected.add(new Proposal(Proposal.Section.JOBS, entry.name, keys, entry.origin, entry.remarks, entry.active));
        return entry.name;
    }

    /** The headers; a secret among them becomes a variable of the service's environment, so that no file holds it. */
    private static Map<String, String> withoutSecrets(Entry entry, Map<String, String> headers) {
        Map<String, String> kept = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            boolean secret = name.matches("(?i)authorization|cookie|.*(token|key|secret).*") && !value.contains("${");
            if (secret) {
                String variable =
                        (entry.name + "_" + name).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
                kept.put(name, "${" + variable + "}");
                entry.remarks.add("its header " + name + " holds a secret, which was left out: set " + variable
                        + " in the environment of Freshet's service");
            } else {
                kept.put(name, value);
            }
        });
        return kept;
    }

    private String addView(Entry entry, Work.Refreshed view) {
        boolean taken = !names.take(view.view()) && !entry.name.equals(view.view());
        SequencedMap<String, Object> keys = new LinkedHashMap<>();
        keys.put("refresh", view.concurrently() ? "concurrently" : "blocking");
        addShadow(keys);
        keys.putAll(entry.schedule);
        keys.putAll(withoutOverlap(entry.translation.keys()));
        List<String> remarks = new ArrayList<>(entry.remarks);
        if (taken) {
            remarks.add("the name is taken by an earlier entry: a view has one schedule; choose one");
        }
        collected.add(new Proposal(
                Proposal.Section.VIEWS, view.view(), keys, entry.described(), remarks, entry.active && !taken));
        return view.view();
    }

    private String addGroup(Entry entry, List<Work.Refreshed> views) {
        SequencedMap<String, Object> keys = new LinkedHashMap<>(entry.schedule);
        addShadow(keys);
        keys.putAll(entry.translation.keys());
        List<String> remarks = new ArrayList<>(entry.remarks);
        remarks.add("the views of a group are refreshed in the order in which they read one another, and one that fails"
                + " does not stop the others");
        collected.add(
                new Proposal(Proposal.Section.GROUPS, entry.name, keys, entry.described(), remarks, entry.active));
        for (Work.Refreshed view : views) {
            boolean taken = !names.take(view.view());
            SequencedMap<String, Object> viewKeys = new LinkedHashMap<>();
            viewKeys.put("group", entry.name);
            viewKeys.put("refresh", view.concurrently() ? "concurrently" : "blocking");
            collected.add(new Proposal(
                    Proposal.Section.VIEWS,
                    view.view(),
                    viewKeys,
                    "of group " + entry.name,
                    taken
                            ? List.of("the name is taken by an earlier entry: a view is in one group; choose one")
                            : List.of(),
                    entry.active && !taken));
        }
        return entry.name;
    }

    private void addShadow(SequencedMap<String, Object> keys) {
        if (shadow) {
            keys.put("shadow", true);
        }
    }

    private static Map<String, Object> withoutOverlap(Map<String, Object> keys) {
        Map<String, Object> kept = new LinkedHashMap<>(keys);
        kept.keySet().retainAll(List.of("timeout"));
        return kept;
    }

    private record Entry(
            String name,
            Translation translation,
            SequencedMap<String, Object> schedule,
            @Nullable String description,
            String origin,
            List<String> remarks,
            boolean active) {

        SequencedMap<String, Object> job(String type) {
            SequencedMap<String, Object> keys = new LinkedHashMap<>();
            if (description != null) {
                keys.put("description", description);
            }
            keys.put("type", type);
            return keys;
        }

        /** Groups and views have no description of their own. */
        String described() {
            return description == null ? origin : description + "\n" + origin;
        }
    }
}
