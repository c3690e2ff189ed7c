// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.testkit.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitReplayPostgresTest {

    private static final String HEADER = "commit_no,author_id,committer_id,authored_at,authored_epoch_s,committed_at,"
            + "committed_epoch_s,main_component,components,files_changed,lines_added,lines_deleted,binary_files\r\n";
    private static final String COMMITS = HEADER
            + "1,ann,ann,2020-01-01T00:00:00+00:00,1577836800,2020-01-01T00:00:00+00:00,1577836800,core,1,3,10,2,0\r\n"
            + "2,bob,ann,2020-01-01T02:00:00+05:30,1577824200,2020-01-01T00:00:00+00:00,1577836800,"
            + "\"docs, \"\"old\"\"\nand new\",1,1,,,1\r\n"
            + "3,ann,ann,2011-08-29T06:50:23+518:00,1312735823,2011-08-29T06:50:23+518:00,1312735823,core,1,1,2,0,0\r\n"
            // The clock of this author was ahead: it happened an hour after it arrived, and is the last event.
            + "4,ann,ann,2020-01-01T01:00:00+00:00,1577840400,2020-01-01T00:00:00+00:00,1577836800,core,1,2,5,5,0\r\n";

    @TempDir
    private Path folder;

    private final TestDatabase database = AudienceDatabase.empty();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void turnsCommitsIntoAnalysesThatEndNow() throws IOException, SQLException {
        write(COMMITS);
        ReplayReport report = replay();

        assertThat(report.rows()).isEqualTo(4);
        assertThat(report.added()).isEqualTo(3);
        assertThat(database.queryAll("""
            SELECT target_did || ' ' || concat_ws(' ', flow_data ->> 'files_changed',
                   clout_data ->> 'lines_added', kudos_data ->> 'lines_deleted', pulse_data ->> 'binary_files')
            FROM timeline_analyses ORDER BY analyzed_at
            """))
                .containsExactly("docs, \"old\"\nand new 1 1", "core 3 10 2 0", "core 2 5 5 0");
        assertThat(database.query("SELECT count(DISTINCT user_id) FROM timeline_analyses"))
                .isEqualTo("2");
        assertThat(database.query("SELECT max(analyzed_at) = (SELECT first_replay_at FROM replay_state)"
                        + " AND max(analyzed_at) BETWEEN now() - interval '1 minute' AND now() FROM timeline_analyses"))
                .isEqualTo("t");
        assertThat(database.query("SELECT extract(epoch FROM max(analyzed_at) - min(analyzed_at))::int / 60"
                        + " FROM timeline_analyses"))
                .isEqualTo("270");
        assertThat(report.lastEventAt()).isNotNull();
        assertThat(report.shift()).isGreaterThan(Duration.ofDays(365));
    }

    @Test
    void takesAMissingNumberAsNotMeasured() throws IOException, SQLException {
        write(COMMITS);
        replay();
        assertThat(database.query("SELECT concat_ws(' ', flow, clout, kudos, pulse, engagement::float8)"
                        + " FROM analysis_scores WHERE target_did LIKE 'docs%'"))
                .isEqualTo("1 1 1");
        assertThat(database.query("SELECT clout_data IS NULL FROM timeline_analyses WHERE target_did LIKE 'docs%'"))
                .isEqualTo("t");
    }

    @Test
    void reportsTheRowWithTheImpossibleOffsetAndGoesOn() throws IOException, SQLException {
        write(COMMITS);
        List<RejectedRow> told = new ArrayList<>();
        ReplayReport report = CommitReplay.in(folder).replay(database.dataSource(), new ProgressListener() {
            @Override
            public void progress(Progress progress) {}

            @Override
            public void rejected(RejectedRow row) {
                told.add(row);
            }
        });

        assertThat(report.rejected()).isEqualTo(1);
        // The row before it spans two lines.
        assertThat(told).singleElement().satisfies(row -> {
            assertThat(row.line()).isEqualTo(5);
            assertThat(row.reason())
                    .isEqualTo("line 5: column authored_at is '2011-08-29T06:50:23+518:00', expected a time with its"
                            + " offset, like 2011-08-29T06:50:23+05:30, the offset within ±18:00; the row is skipped"
                            + " and kept in replay_rejects");
            assertThat(row.raw()).startsWith("3,ann,ann,2011-08-29T06:50:23+518:00,1312735823,");
        });
        assertThat(database.queryAll("SELECT line || reason || raw FROM replay_rejects"))
                .containsExactly(5 + told.get(0).reason() + told.get(0).raw());
    }

    @Test
    void rejectsWhatIsNoEvent() throws IOException, SQLException {
        write(COMMITS
                + "5,ann,ann\r\n"
                + ",ann,ann,2020-01-01T00:00:00Z,0,,0,core,1,1,1,1,1\r\n"
                + "7,ann,ann,2020-01-01T00:00:00Z,0,,0,core,1,-1,1,1,1\r\n"
                + "8,ann,ann,2020-01-01T00:00:00Z,0,,0,core,1,many,1,1,1\r\n"
                + "9,ann,ann,+99999-01-01T00:00:00Z,0,,0,core,1,1,1,1,1\r\n"
                + "10,ann,ann,2020-01-01T00:00:00Z,0,,0,co\0re,1,1,1,1,1\r\n");
        assertThat(replay().rejected()).isEqualTo(7);
        assertThat(database.queryAll("SELECT substring(reason FROM ': (.*?),') FROM replay_rejects ORDER BY line"))
                .containsExactly(
                        "column authored_at is '2011-08-29T06:50:23+518:00'",
                        "it has 3 fields",
                        "column commit_no is ''",
                        "column files_changed is '-1'",
                        "column files_changed is 'many'",
                        "column authored_at is '+99999-01-01T00:00:00Z'",
                        "column main_component is 'co\uFFFDre'");
    }

    @Test
    void addsOnlyWhatIsNewTheNextTime() throws IOException, SQLException {
        write(COMMITS);
        replay();
        String before = AudienceDatabase.content(database, "timeline_analyses");
        String state = AudienceDatabase.content(database, "replay_state");

        ReplayReport again = replay();
        assertThat(again.added()).isZero();
        assertThat(again.present()).isEqualTo(3);
        assertThat(AudienceDatabase.content(database, "timeline_analyses")).isEqualTo(before);
        assertThat(database.query("SELECT count(*) FROM replay_rejects")).isEqualTo("1");

        write(COMMITS + "5,eve,eve,2020-01-01T01:00:01Z,0,,0,core,1,1,1,1,1\r\n");
        assertThat(replay().added()).isEqualTo(1);
        assertThat(AudienceDatabase.content(database, "replay_state")).isEqualTo(state);
        assertThat(database.query("SELECT max(analyzed_at) - (SELECT first_replay_at FROM replay_state)"
                        + " FROM timeline_analyses"))
                .isEqualTo("00:00:01");
    }

    @Test
    void keepsNothingOfATruncatedFileAndSaysSo() throws IOException {
        write(COMMITS);
        Path file = folder.resolve("commits.csv.gz");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 20));

        assertThatThrownBy(this::replay)
                .isInstanceOf(AudienceException.class)
                .hasMessageContaining("commits.csv.gz cannot be read")
                .hasMessageContaining("it ends in the middle (truncated)")
                .hasMessageContaining("nothing of it was kept");
        for (String table : AudienceDatabase.TABLES) {
            assertThat(database.query("SELECT count(*) FROM " + table))
                    .as(table)
                    .isEqualTo("0");
        }
    }

    @Test
    void saysWhatAFileThatIsNoGzipOrHasOtherColumnsLacks() throws IOException {
        Files.writeString(folder.resolve("commits.csv.gz"), COMMITS);
        assertThatThrownBy(this::replay).hasMessageContaining("at its beginning: Not in GZIP format");
        write("commit_no,who\r\n1,ann\r\n");
        assertThatThrownBy(this::replay)
                .hasMessageContaining("lacks the columns [author_id, authored_at,")
                .hasMessageContaining("its header has [commit_no, who]");
    }

    @Test
    void saysWhatIsMissingInAFolderWithoutEvents() {
        assertThat(CommitReplay.find(folder)).isEmpty();
        AudienceOptions options = AudienceDatabase.smallOptions(Instant.now()).withData(folder);
        assertThatThrownBy(() -> AudienceDemo.prepare(database.dataSource(), options, ProgressListener.none()))
                .isInstanceOf(AudienceException.class)
                .hasMessageContaining("holds neither rails_commit_events/commits.csv.gz nor commits.csv.gz");
    }

    @Test
    void replaysTheRealEventsWhereTheyAreAtHand() {
        Path data = Path.of(System.getProperty("freshet.root", "."), "..", "shared", "data")
                .toAbsolutePath()
                .normalize();
        assumeTrue(CommitReplay.find(data).isPresent(), "skipped: " + data + " does not hold rails_commit_events");
        List<Progress> seen = new ArrayList<>();
        AudienceOptions options = AudienceDatabase.smallOptions(Instant.now()).withData(data);
        AudienceDemo demo = AudienceDemo.prepare(database.dataSource(), options, seen::add);

        ReplayReport report = demo.replay().orElseThrow();
        assertThat(report.rows()).isEqualTo(71_774);
        assertThat(report.added()).isEqualTo(71_773);
        assertThat(database.queryAll("SELECT line::text FROM replay_rejects")).containsExactly("22762");
        assertThat(database.query("SELECT count(*) FROM timeline_analyses")).isEqualTo("71773");
        assertThat(seen)
                .filteredOn(progress -> progress.step().equals("replaying commits.csv.gz"))
                .extracting(Progress::percent)
                .isSorted()
                .endsWith(100)
                .hasSizeGreaterThan(10);
        assertThat(seen).last().hasToString("Progress[step=storing the analyses, rows=71773, percent=100]");
        assertThat(database.queryAll("SELECT status FROM refresh_audience_views()"))
                .containsOnly("success");
        assertThat(database.query("SELECT count(*) FROM user_analysis_summary")).isEqualTo("6777");
    }

    private ReplayReport replay() throws SQLException {
        return CommitReplay.in(folder).replay(database.dataSource(), ProgressListener.none());
    }

    private void write(String csv) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("commits.csv.gz")))) {
            out.write(csv.getBytes(StandardCharsets.UTF_8));
        }
    }
}
