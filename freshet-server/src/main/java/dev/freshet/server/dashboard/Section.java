// SPDX-License-Identifier: Apache-2.0
package dev.freshet.server.dashboard;

import dev.freshet.access.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The entries of the navigation, in order. */
public enum Section {
    OVERVIEW("Overview", "/", Role.VIEWER),
    JOBS("Jobs", "/jobs", Role.VIEWER),
    RUNS("Runs", "/runs", Role.VIEWER),
    BACKFILLS("Backfills", "/backfills", Role.VIEWER),
    VIEWS("Views", "/views", Role.VIEWER),
    LINEAGE("Lineage", "/lineage", Role.VIEWER),
    ALERTS("Alerts", "/alerts", Role.VIEWER),
    DEPLOYMENTS("Deployments", "/deployments", Role.VIEWER),
    AUDIT("Audit", "/audit", Role.OPERATOR),
    USERS("Users", "/users", Role.ADMINISTRATOR),
    TOKENS("Tokens", "/tokens", Role.ADMINISTRATOR),
    SETTINGS("Settings", "/settings", Role.VIEWER);

    private final String label;
    private final String path;
    private final Role role;

    Section(String label, String path, Role role) {
        this.label = label;
        this.path = path;
        this.role = role;
    }

    public String label() {
        return label;
    }

    public String path() {
        return path;
    }

    /** Name of its icon. */
    public String icon() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What somebody with this role gets to see. */
    public static List<Section> of(Role role) {
        return Arrays.stream(values())
                .filter(section -> role.includes(section.role))
                .toList();
    }
}
