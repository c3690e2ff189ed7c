// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every key and default, pinned: changing one is a decision, not an accident. */
class ConfigDefaultsTest {

    @Test
    void keepsTheKeysAndDefaultsOfJobs() {
        assertThat(pinned(JobKeys.SHAPE)).isEqualTo("""
            type: required
            sql: required for type `sql`
            transaction: `true`
            procedure: required for type `procedure`
            select: required for types `items` and `report`
            process: required for type `items`
            concurrency: `1`
            fail-fast: `false`
            url: required for type `http`
            method: `POST`
            headers: none
            body: none
            expect: `[2xx]`
            request-timeout: `30s`
            cancel-call: none
            subject: required for type `report`
            template: required for type `report`
            query: no rows
            format: `html`
            attach: `none`
            from: the service's address
            handler: required for type `java`
            owner: nobody
            description: none
            schedule: none
            every: none
            after: none
            time-zone: `UTC`
            dst: `{gap: default, overlap: default}`
            overlap: `coalesce`
            catch-up: `latest`
            catch-up-limit: `100`
            retries: `0`; `10` for types `items` and `report`, which go on where they were
            timeout: no limit
            statement-timeout: no limit
            lock-timeout: no limit
            cancel-grace: `1s`
            metrics: none
            checks: none
            track-changes: none
            redact: nothing
            slow-factor: `3.0`
            shadow: `false`
            """);
    }

    @Test
    void keepsTheKeysAndDefaultsOfViews() {
        assertThat(pinned(ViewKeys.SHAPE)).isEqualTo("""
            group: none
            owner: nobody
            freshness: no promise
            refresh: `auto`
            schedule: none
            every: none
            after: none
            time-zone: `UTC`
            dst: `{gap: default, overlap: default}`
            timeout: no limit
            lock-timeout: `500ms`
            lock-retries: `20`
            change-marks: as its group, or `false`
            shadow: `false`
            """);
    }

    @Test
    void keepsTheKeysAndDefaultsOfGroups() {
        assertThat(pinned(GroupKeys.SHAPE)).isEqualTo("""
            owner: nobody
            schedule: none
            every: none
            after: none
            time-zone: `UTC`
            dst: `{gap: default, overlap: default}`
            parallel: `1`
            overlap: `coalesce`
            catch-up: `latest`
            timeout: no limit
            data-time: `each`
            change-marks: `false`
            shadow: `false`
            """);
    }

    @Test
    void keepsTheKeysAndDefaultsOfTheRest() {
        assertThat(pinned(RetentionKeys.SHAPE)).isEqualTo("""
            succeeded: `30d`
            failed: `180d`
            items: `180d`
            ticks: `90d`
            refreshes: `365d`
            logs: `30d`
            changes: `30d`
            artifacts: `30d`
            freshness: `90d`
            """);
        assertThat(pinned(FreshnessType.SHAPE)).isEqualTo("""
            target: no promise outside of the windows
            time-zone: `UTC`
            windows: `[]`
            """);
        assertThat(pinned(PromiseWindowType.SHAPE)).isEqualTo("""
            days: `mon-sun`
            from: `00:00`
            to: `00:00`
            target: required
            """);
        assertThat(pinned(ChannelKeys.SHAPE)).isEqualTo("""
            webhook: none
            email: nobody
            log: `false`
            on: `[breach, failed, lost, slow, behind, dead-letter]`
            only: everything
            owner: everybody
            remind: never
            """);
        assertThat(pinned(RetriesType.SHAPE)).isEqualTo("""
            count: required
            backoff: `5s`
            max-backoff: `10m`
            on: `[transient, lost]`
            """);
        assertThat(pinned(DstType.SHAPE)).isEqualTo("""
            gap: `default`
            overlap: `default`
            """);
    }

    @Test
    void fillsInTheDefaultsOfAnEmptyBody() {
        Definitions definitions = Reading.valid("""
            freshet: 1
            jobs: {job: {type: sql, sql: select 1}}
            views: {view: {group: group}}
            groups: {group: {}}
            """).definitions();
        assertThat(DefinitionJson.toJson(definitions.jobs().getFirst())).isEqualTo("""
            {"name":"job","type":"sql","sql":"select 1","transaction":true,"overlap":"coalesce",\
            "catch-up":"latest","catch-up-limit":100,\
            "retries":{"count":0,"backoff":"5s","max-backoff":"10m","on":["transient","lost"]},\
            "cancel-grace":"1s"}\
            """);
        assertThat(DefinitionJson.toJson(definitions.views().getFirst())).isEqualTo("""
            {"name":"view","group":"group","refresh":"auto","lock-timeout":"500ms","lock-retries":20}\
            """);
        assertThat(DefinitionJson.toJson(definitions.groups().getFirst())).isEqualTo("""
            {"name":"group","views":["view"],"parallel":1,"overlap":"coalesce","catch-up":"latest"}\
            """);
        assertThat(definitions.retention()).isEqualTo(RetentionDefinition.DEFAULT);
    }

    private static String pinned(Shape shape) {
        return shape.keys().stream()
                .map(key -> key.name() + ": " + key.defaultText() + "\n")
                .collect(Collectors.joining());
    }
}
