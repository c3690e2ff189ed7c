// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What has been read from the files so far. */
final class Draft {

    final List<Drafted<JobDefinition>> jobs = new ArrayList<>();
    final List<Drafted<ViewDefinition>> views = new ArrayList<>();
    final List<Drafted<GroupDefinition>> groups = new ArrayList<>();
    final List<Drafted<DatabaseDefinition>> databases = new ArrayList<>();

    final List<Drafted<ChannelDefinition>> channels = new ArrayList<>();

    @Nullable
    Drafted<RetentionDefinition> retention;

    /** Names of jobs that are there but too faulty to be read: references to them are no faults of their own. */
    final List<String> unread = new ArrayList<>();

    /** Everything that has a name of its own, in the order of kinds and files. */
    Stream<Drafted<?>> named() {
        return Stream.of(jobs, groups, views).flatMap(List::stream);
    }
}
