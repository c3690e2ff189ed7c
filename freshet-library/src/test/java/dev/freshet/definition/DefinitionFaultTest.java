// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of fault, one by one. */
class DefinitionFaultTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        overlap: [skip]                   | expected a word, not a list
        overlap: 3                        | '3' is not known here
        retries: many                     | expected a whole number from 0 to 100, not the text 'many'
        retries: "2"                      | write it without quotes.
        retries: {backoff: 5s}            | the retry policy lacks key 'count'
        retries: {count: 2, backof: 5s}   | did you mean 'backoff'?
        retries: {count: 1, backoff: 1h}  | max-backoff (10m) is shorter than backoff (1h)
        retries: {count: 1, on: lost}     | expected a list of errors, not the text 'lost'
        retries: {count: 1, on: [losst]}  | did you mean 'lost'?
        timeout: 60                       | did you mean '60s'?
        timeout: 0s                       | '0s' is too short; expected 1ms to 24d
        timeout:                          | expected a duration, not nothing
        timeout: PT5M                     | did you mean '5m'?
        owner: 42                         | put it in quotes: "42".
        owner: " "                        | must not be blank
        catch-up: latst                   | did you mean 'latest'?
        catch-up-limit: 0                 | expected a whole number from 1 to 10000, not 0
        transaction: no                   | expected true or false, not the text 'no'; did you mean 'false'?
        procedure: app.x()                | key 'procedure' does not belong to a job of type sql
        every: 500ms                      | '500ms' is too short
        after: nobody                     | there is no job, group or view 'nobody'
        after: jobb                       | did you mean 'job'?
        after: a b                        | 'a b' is not a name
        after: job                        | 'after' runs in a circle: job after job
        time-zone: Europe/Berlin          | 'time-zone' means nothing without 'schedule'
        dst: {gap: skip}                  | 'dst' means nothing without 'schedule'
        select: select 1                  | key 'select' does not belong to a job of type sql
        metrics: []                       | expected a mapping of metrics by name, not a list
        metrics: {a b: select 1}          | 'a b' is not a name for one of the metrics
        checks: {ok: {sql: x, on-failur: warn}} | did you mean 'on-failure'?
        checks: {ok: {sql: x, on-failure: wran}} | did you mean 'warn'?
        track-changes: account            | expected a list of tables
        track-changes: [{table: a, hold-above: 20}] | did you mean '20%'?
        slow-factor: 0.5                  | expected a number from 1.0 to 1000.0, not 0.5
        shadow: maybe                     | expected true or false, not the text 'maybe'
        frequency: 5m                     | unknown key 'frequency'; keys of a job: type, sql,
        [a]: 5m                           | a key must be a word, not a list
        timeout: *missing                 | not YAML: found undefined alias missing
        """)
    void reportsAFaultyKeyOfAJob(String line, String expected) {
        List<String> faults = Reading.faults(job(line));
        assertThat(faults).hasSize(1);
        assertThat(faults.getFirst()).startsWith("freshet.yaml:6:").contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        schedule: "*/5 * * *"                  | 25 | Cron expression
        schedule: "*/5 * * 13 *"               | 24 | Cron expression
        schedule: 10m                          |  0 | for an interval write 'every: 10m'.
        schedule: {every: 5m}                  | 15 | expected a cron expression in quotes, not a mapping
        schedule: */5 * * * *                  |  0 | a cron expression stands in quotes
        schedule: @hourly                      |  0 | a cron expression stands in quotes
        """)
    void pointsIntoTheCronExpression(String line, int column, String expected) {
        List<String> faults = Reading.faults(job(line));
        assertThat(faults).hasSize(1);
        assertThat(faults.getFirst()).contains(expected);
        if (column > 0) {
            assertThat(faults.getFirst()).startsWith("freshet.yaml:6:" + column + ":");
        }
    }

    @Test
    void refusesTwoSchedules() {
        assertThat(Reading.faults(job("every: 5m\n    after: other\n    schedule: \"@daily\"")))
                .anySatisfy(fault -> assertThat(fault)
                        .startsWith("freshet.yaml:8:5: jobs.job.schedule: only one of 'every', 'after', 'schedule'"));
    }

    @Test
    void suggestsTheZoneOfACity() {
        assertThat(Reading.faults(job("schedule: \"@daily\"\n    time-zone: berlin"))
                        .getFirst())
                .contains("there is no time zone 'berlin'; did you mean 'Europe/Berlin'?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {type: index, sql: x}                   | 'index' is not available in this version
        {type: items, select: x}                | a job of type items needs key 'process'
        {type: items, select: x, process: {}}   | says neither 'http' nor 'handler'
        {type: items, select: x, process: y, sql: z} | key 'sql' does not belong to a job of type items
        {type: http}                            | a job of type http needs key 'url'
        {type: http, url: x}                    | expected a URL, not the text 'x'
        {type: http, url: "http://x", method: post} | did you mean 'POST'?
        {type: http, url: "http://x", expect: [299, 6xx]} | expected a status of HTTP, not the text '6xx'
        {type: report, select: x, template: y}  | a job of type report needs key 'subject'
        {type: java}                            | a job of type java needs key 'handler'
        {type: refresh, views: x}               | a refresh is not declared as a job
        {type: sgl, sql: select 1}              | did you mean 'sql'?
        {sql: select 1}                         | the job lacks key 'type'
        {type: sql}                             | a job of type sql needs key 'sql'
        {type: procedure}                       | a job of type procedure needs key 'procedure'
        {type: procedure, procedure: app.x}     | did you mean 'app.x()'?
        {type: procedure, procedure: CALL x();} | did you mean 'x()'?
        select 1                                | expected a mapping of keys to values, not the text 'select 1'
        """)
    void reportsAFaultyJob(String body, String expected) {
        List<String> faults = Reading.faults("freshet: 1\njobs:\n  job: " + body + "\n");
        assertThat(faults).hasSize(1);
        assertThat(faults.getFirst()).startsWith("freshet.yaml:3:").contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        views: {v: {refresh: swop}}                  | did you mean 'swap'?
        groups: {g: {data-time: two}}                | expected each, one
        views: {v: {freshnes: 5m}}                   | did you mean 'freshness'?
        views: {v: {group: g}}                       | there is no group 'g'; declare it under 'groups'
        views: {v v: {}}                             | 'v v' is not a name
        views: {v: {}, v: {}}                        | 'v' is defined twice, first at freshet.yaml:2:9
        views: {v: {}, public.v: {}}                 | the name 'v' is taken by the view at freshet.yaml:2:9
        views: [v]                                   | expected a mapping of keys to values, not a list
        groups: {g: {parallel: 0}}                   | expected a whole number from 1 to 64, not 0
        groups: {g: {freshness: 5m}}                 | unknown key 'freshness'
        databases: {shop: {url: "postgresql://freshet:geheim@db/shop"}} | the URL has a password in clear
        databases: {shop: {url: "mysql://db/shop"}} | expected the URL of a database, not the text 'mysql://db/shop'
        databases: {shop: {}}                        | the database lacks key 'url'
        retention: {suceeded: 3d}                    | did you mean 'succeeded'?
        retention: {logs: 1h}                        | '1h' is too short; expected 1d
        jobs: {j: {type: report, select: select 1, subject: "{{#a}}", template: x}} | not a Mustache template
        retenton: {}                                 | unknown section 'retenton'; did you mean 'retention'?
        shopping: {}                                 | unknown section 'shopping'; expected freshet, jobs,
        """)
    void reportsAFaultySection(String section, String expected) {
        List<String> faults = Reading.faults("freshet: 1\n" + section + "\n");
        assertThat(faults).hasSize(1);
        assertThat(faults.getFirst()).startsWith("freshet.yaml:2:").contains(expected);
    }

    @Test
    void refusesOneNameForAJobAGroupAndAView() {
        assertThat(Reading.faults("""
            freshet: 1
            jobs: {same: {type: sql, sql: select 1}}
            groups: {same: {}}
            views: {same: {group: same}}
            """))
                .satisfiesExactly(
                        fault -> assertThat(fault)
                                .startsWith("freshet.yaml:3:10: groups.same: the name 'same' is taken by the job"),
                        fault -> assertThat(fault)
                                .startsWith("freshet.yaml:4:9: views.same: the name 'same' is taken by the job"));
    }

    @Test
    void reportsACircleOnceWithAllItsMembers() {
        assertThat(Reading.faults("""
            freshet: 1
            jobs:
              one: {type: sql, sql: select 1, after: three}
              two: {type: sql, sql: select 1, after: one}
              three: {type: sql, sql: select 1, after: two}
              tail: {type: sql, sql: select 1, after: two}
            """))
                .containsExactly("freshet.yaml:3:42: jobs.one.after: 'after' runs in a circle:"
                        + " one after three after two after one; give one of them another schedule.");
    }

    @Test
    void doesNotBlameReferencesToAJobThatHasAFaultItself() {
        assertThat(Reading.faults("""
            freshet: 1
            jobs:
              mail: {type: rollup}
              report: {type: sql, sql: select 1, after: mail}
            """)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                       | 1:1 | add 'freshet: 1' as its first line.
        '# nothing'              | 1:1 | add 'freshet: 1' as its first line.
        'jobs:'                  | 1:1 | add 'freshet: 1' as its first line.
        'freshet: "1"'           | 1:10 | the version of the format must be 1, not the text '1'
        'freshet: 1\n---\nb: 2'  | 2:1 | expected a single document
        'freshet: 1\njobs:\n\t'  | 3:1 | not YAML
        'freshet: 1\n b: 2'      | 2:3 | not YAML: mapping values are not allowed here
        '- a'                    | 1:1 | expected a mapping of keys to values, not a list
        """)
    void reportsAFaultyFile(String content, String place, String expected) {
        List<String> faults = Reading.faults(content.replace("\\n", "\n").replace("\\t", "\tx"));
        assertThat(faults).hasSize(1);
        assertThat(faults.getFirst()).startsWith("freshet.yaml:" + place + ": ").contains(expected);
    }

    private static String job(String line) {
        return "freshet: 1\njobs:\n  job:\n    type: sql\n    sql: select 1\n    " + line + "\n";
    }
}
