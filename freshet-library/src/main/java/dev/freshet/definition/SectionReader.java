// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import java.util.List;

/** Reads one file: its version and its sections. */
final class SectionReader {

    static final String VERSION_KEY = "freshet";
    static final String VERSION = "1";

    static final String JOBS = "jobs";
    static final String VIEWS = "views";
    static final String GROUPS = "groups";
    static final String DATABASES = "databases";
    static final String ALERTS = "alerts";
    static final String RETENTION = "retention";

    static final List<String> KEYS = List.of(VERSION_KEY, JOBS, VIEWS, GROUPS, DATABASES, ALERTS, RETENTION);

    /** Sections that are part of the format but not of this version. */
    static final List<String> LATER = List.of("rollups", "hierarchies", "kpis", "ingest");

    private final Draft draft;
    private final Findings findings;

    SectionReader(Draft draft, Findings findings) {
        this.draft = draft;
        this.findings = findings;
    }

    void read(DefinitionSource source) {
        // A file that is not YAML has had its fault; nothing more can be said about it.
        Findings syntax = new Findings();
        YamlValue root = YamlSyntax.parse(source, syntax).orElse(null);
        syntax.faults()
                .forEach(fault -> findings.fault(
                        fault.place(), fault.path(), fault.message(), fault.suggestion(), fault.remedy()));
        if (syntax.hasFaults()) {
            return;
        }
        if (root == null) {
            missingVersion(new Place(source.path(), 1, 1));
            return;
        }
        List<YamlEntry> sections = YamlMapping.entries(root, findings);
        if (root.isMapping() && sections.stream().noneMatch(entry -> entry.key().equals(VERSION_KEY))) {
            missingVersion(root.place());
        }
        sections.forEach(this::readSection);
    }

    private void readSection(YamlEntry section) {
        switch (section.key()) {
            case VERSION_KEY -> checkVersion(section.value());
            case JOBS -> named(section.value()).forEach(this::readJob);
            case VIEWS -> named(section.value()).forEach(this::readView);
            case GROUPS -> named(section.value()).forEach(this::readGroup);
            case DATABASES -> named(section.value()).forEach(this::readDatabase);
            case ALERTS -> named(section.value()).forEach(this::readChannel);
            case RETENTION -> readRetention(section);
            default -> unknownSection(section);
        }
    }

    private List<YamlEntry> named(YamlValue section) {
        if (section.isNull()) {
            return List.of();
        }
        return YamlMapping.entries(section, findings).stream()
                .filter(entry -> NameType.isName(entry.key(), entry.at(), findings))
                .toList();
    }

    private void readJob(YamlEntry entry) {
        JobDefinition job = JobReader.read(entry.key(), entry.value(), findings);
        if (job != null) {
            draft.jobs.add(drafted(DefinitionKind.JOB, job.name(), job, entry));
        } else {
            draft.unread.add(entry.key());
        }
    }

    private void readView(YamlEntry entry) {
        ViewDefinition view = ViewReader.read(NameType.canonical(entry.key()), entry.value(), findings);
        draft.views.add(drafted(DefinitionKind.VIEW, view.name(), view, entry));
    }

    private void readGroup(YamlEntry entry) {
        GroupDefinition group = GroupReader.read(entry.key(), entry.value(), findings);
        draft.groups.add(drafted(DefinitionKind.GROUP, group.name(), group, entry));
    }

    private void readDatabase(YamlEntry entry) {
        Fields fields = Fields.of(entry.value(), DatabaseKeys.SHAPE, findings);
        String url = fields.find(DatabaseKeys.URL);
        DatabaseDefinition database = new DatabaseDefinition(entry.key(), url == null ? "" : url);
        Drafted<DatabaseDefinition> drafted = drafted(DefinitionKind.DATABASE, database.name(), database, entry);
        checkUnique(draft.databases, drafted);
        draft.databases.add(drafted);
    }

    private void readChannel(YamlEntry entry) {
        ChannelDefinition channel = ChannelReader.read(entry, findings);
        Drafted<ChannelDefinition> drafted = drafted(DefinitionKind.CHANNEL, channel.name(), channel, entry);
        checkUnique(draft.channels, drafted);
        draft.channels.add(drafted);
    }

    /** Of a kind whose names are its own. */
    private <T> void checkUnique(List<Drafted<T>> earlier, Drafted<T> drafted) {
        earlier.stream()
                .filter(other -> other.name().equals(drafted.name()))
                .findFirst()
                .ifPresent(other -> findings.fault(
                        drafted.at(),
                        "the " + drafted.name().kind().id() + " '"
                                + drafted.name().name() + "' is defined twice, first at "
                                + other.at().place(),
                        null,
                        "Remove or rename one of them."));
    }

    private void readRetention(YamlEntry entry) {
        Drafted<RetentionDefinition> first = draft.retention;
        if (first != null) {
            findings.fault(
                    entry.at(),
                    "'retention' is defined twice, first at " + first.at().place(),
                    null,
                    "Keep one of them.");
        }
        RetentionDefinition retention = RetentionReader.read(entry.value(), findings);
        draft.retention = new Drafted<>(DefinitionName.RETENTION, retention, entry.at(), entry.value());
    }

    private static <T> Drafted<T> drafted(DefinitionKind kind, String name, T definition, YamlEntry entry) {
        return new Drafted<>(new DefinitionName(kind, name), definition, entry.at(), entry.value());
    }

    private void checkVersion(YamlValue version) {
        if (!VERSION.equals(version.scalar()) || !version.isInteger()) {
            findings.fault(
                    version,
                    "the version of the format must be " + VERSION + ", not " + version.kind(),
                    null,
                    "Write 'freshet: 1', or use the version of Freshet that the file was made for.");
        }
    }

    private void missingVersion(Place place) {
        findings.fault(
                place,
                "",
                "the file does not say which version of the format it is in",
                null,
                "Add 'freshet: 1' as its first line.");
    }

    private void unknownSection(YamlEntry section) {
        if (LATER.contains(section.key())) {
            findings.warning(
                    section.at().place(),
                    section.key(),
                    "section '" + section.key() + "' is not available in this version; ignored",
                    null);
            return;
        }
        String meant = DidYouMean.closest(section.key(), KEYS);
        findings.fault(
                section.at(),
                "unknown section '" + section.key() + "'",
                meant,
                meant == null ? "Expected " + String.join(", ", KEYS) + "." : null);
    }
}
