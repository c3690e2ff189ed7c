-- What is promised ----------------------------------------------------------------------------------------------------
-- The wall clock of a zone. Offsets are written as ISO 8601 does; PostgreSQL by itself takes a bare one the other way round.
-- A zone that this server does not know (its time zone tables are older than the service's) has no clock here: NULL.
CREATE FUNCTION freshet.local_time(at timestamptz, zone text) RETURNS timestamp LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF zone ~ '^(UTC|GMT|UT)?[+-]' THEN
    RETURN at AT TIME ZONE pg_catalog.regexp_replace(zone, '^[A-Z]+', '')::interval;
  END IF;
  RETURN at AT TIME ZONE zone;
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN NULL;
END $$;
COMMENT ON FUNCTION freshet.local_time IS 'What the clock on the wall of a time zone shows at an instant; NULL for a zone that this server does not know.';

-- Whole seconds of what files write as 1d12h: a day of an interval would be 23 or 25 hours twice a year.
CREATE FUNCTION freshet.exact_interval(duration text) RETURNS interval LANGUAGE sql STABLE STRICT
RETURN make_interval(secs => extract(epoch FROM duration::interval)::double precision);
COMMENT ON FUNCTION freshet.exact_interval IS 'A duration as definitions write it (1h30m) as an interval without days.';

CREATE FUNCTION freshet.window_holds(promise_window jsonb, local timestamp) RETURNS boolean LANGUAGE sql STABLE
RETURN CASE
  WHEN (promise_window ->> 'from')::time < (promise_window ->> 'to')::time
  THEN promise_window -> 'days' ? to_char(local, 'dy')
       AND local::time >= (promise_window ->> 'from')::time AND local::time < (promise_window ->> 'to')::time
  ELSE promise_window -> 'days' ? to_char(local, 'dy') AND local::time >= (promise_window ->> 'from')::time
       OR promise_window -> 'days' ? to_char(local - interval '1 day', 'dy') AND local::time < (promise_window ->> 'to')::time
END;
COMMENT ON FUNCTION freshet.window_holds IS 'Whether a window of a promise holds while the wall clock shows a time.';

-- The strictest of all where the zone is not known: better told too early than too late.
CREATE FUNCTION freshet.promised_at(promise jsonb, at timestamptz) RETURNS interval LANGUAGE sql STABLE
RETURN CASE jsonb_typeof(promise)
  WHEN 'string' THEN freshet.exact_interval(promise #>> '{}')
  WHEN 'object' THEN (
    SELECT CASE
      WHEN clock.shows IS NULL
      THEN least(freshet.exact_interval(promise ->> 'target'),
                 (SELECT min(freshet.exact_interval(w ->> 'target')) FROM jsonb_array_elements(promise -> 'windows') w))
      ELSE coalesce((SELECT min(freshet.exact_interval(w ->> 'target')) FROM jsonb_array_elements(promise -> 'windows') w
                     WHERE freshet.window_holds(w, clock.shows)),
                    freshet.exact_interval(promise ->> 'target'))
    END
    FROM (SELECT freshet.local_time(at, promise ->> 'time-zone') AS shows) clock)
END;
COMMENT ON FUNCTION freshet.promised_at IS 'The greatest lag that a promise allows at an instant; NULL where it promises nothing then.';

CREATE FUNCTION freshet.sla_at(body jsonb, at timestamptz) RETURNS interval LANGUAGE sql STABLE
RETURN freshet.promised_at(body -> 'freshness', at);
COMMENT ON FUNCTION freshet.sla_at IS 'The greatest lag that a definition (freshet.definition.body) promises at an instant; NULL where it promises nothing then.';

CREATE TABLE freshet.freshness_promise (
  name        text        NOT NULL,
  promised_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at    timestamptz,
  promise     jsonb       NOT NULL,
  CONSTRAINT freshness_promise_pk PRIMARY KEY (name, promised_at)
);
CREATE UNIQUE INDEX freshness_promise_in_force ON freshet.freshness_promise (name) WHERE ended_at IS NULL;
COMMENT ON TABLE  freshet.freshness_promise IS 'What was promised for each view, and when: attainment counts from the first promise on.';
COMMENT ON COLUMN freshet.freshness_promise.name IS 'The view.';
COMMENT ON COLUMN freshet.freshness_promise.promised_at IS 'When a deployment brought the promise.';
COMMENT ON COLUMN freshet.freshness_promise.ended_at IS 'When a deployment changed it or took it away; NULL while it is in force.';
COMMENT ON COLUMN freshet.freshness_promise.promise IS 'As in the definition: a duration, or target, time-zone and windows.';
INSERT INTO freshet.freshness_promise (name, promise)
SELECT d.name, d.body -> 'freshness' FROM freshet.definition d WHERE d.kind = 'view' AND d.body ? 'freshness';

-- What was kept -------------------------------------------------------------------------------------------------------
CREATE TABLE freshet.freshness_history (
  name          text        NOT NULL,
  sampled_at    timestamptz NOT NULL,
  as_of         timestamptz,
  lag           interval,
  sla           interval,
  status        text        NOT NULL CONSTRAINT freshness_history_status CHECK (status IN ('fresh', 'late', 'breached', 'paused', 'unknown')),
  cause_kind    text,
  measured      text,
  pending_since timestamptz,
  refreshed_at  timestamptz,
  CONSTRAINT freshness_history_unique UNIQUE (name, sampled_at)
) PARTITION BY RANGE (sampled_at);
CREATE TABLE freshet.freshness_history_default PARTITION OF freshet.freshness_history DEFAULT;
COMMENT ON TABLE  freshet.freshness_history IS 'How fresh each view was: a sample each minute, and one at each change of its status and each end of a refresh.';
COMMENT ON COLUMN freshet.freshness_history.name IS 'The view.';
COMMENT ON COLUMN freshet.freshness_history.sampled_at IS 'When that was so.';
COMMENT ON COLUMN freshet.freshness_history.as_of IS 'The instant whose data the view showed; NULL before its first refresh.';
COMMENT ON COLUMN freshet.freshness_history.lag IS 'The age of the oldest change that it did not reflect; its age where measured = age.';
COMMENT ON COLUMN freshet.freshness_history.sla IS 'What was promised at that moment, or NULL.';
COMMENT ON COLUMN freshet.freshness_history.status IS 'fresh, late, breached, paused or unknown.';
COMMENT ON COLUMN freshet.freshness_history.cause_kind IS 'Why it was not fresh.';
COMMENT ON COLUMN freshet.freshness_history.measured IS 'changes: lag by change marks; age: lag is the age.';
COMMENT ON COLUMN freshet.freshness_history.pending_since IS 'When the oldest change was committed that it did not reflect; NULL where none is known.';
COMMENT ON COLUMN freshet.freshness_history.refreshed_at IS 'When its last successful refresh had ended.';

CREATE TABLE freshet.breach (
  id         bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT breach_pk PRIMARY KEY,
  name       text        NOT NULL,
  began_at   timestamptz NOT NULL,
  ended_at   timestamptz,
  change_at  timestamptz,
  sla        interval    NOT NULL,
  worst_lag  interval    NOT NULL,
  cause_kind text        NOT NULL,
  cause      text        NOT NULL,
  causes     jsonb       NOT NULL DEFAULT '{}',
  judged_at  timestamptz NOT NULL,
  CONSTRAINT breach_ends_after_it_began CHECK (ended_at >= began_at)
);
CREATE UNIQUE INDEX breach_open ON freshet.breach (name) WHERE ended_at IS NULL;
CREATE INDEX breach_by_name ON freshet.breach (name, began_at DESC);
CREATE INDEX breach_by_end ON freshet.breach (ended_at);
COMMENT ON TABLE  freshet.breach IS 'Times in which a view lagged behind more than was promised.';
COMMENT ON COLUMN freshet.breach.name IS 'The view.';
COMMENT ON COLUMN freshet.breach.began_at IS 'When the promise broke, reckoned from the change that was not reflected: exact also where nobody looked at that moment.';
COMMENT ON COLUMN freshet.breach.ended_at IS 'When a refresh mended it, or nothing was promised any more; NULL while it lasts.';
COMMENT ON COLUMN freshet.breach.change_at IS 'The oldest change that was not reflected when it began; the view''s as-of where changes are not tracked.';
COMMENT ON COLUMN freshet.breach.sla IS 'What was promised when it began.';
COMMENT ON COLUMN freshet.breach.worst_lag IS 'The greatest lag.';
COMMENT ON COLUMN freshet.breach.cause_kind IS 'What it was due to for most of its time.';
COMMENT ON COLUMN freshet.breach.cause IS 'The same in a sentence.';
COMMENT ON COLUMN freshet.breach.causes IS 'For how many seconds it was due to what.';
COMMENT ON COLUMN freshet.breach.judged_at IS 'When it was last looked at.';

-- Who is in the way of a refresh that tries again and again is seen only while it waits.
ALTER TABLE freshet.materialized_view_refreshes ADD COLUMN waits_for text;
COMMENT ON COLUMN freshet.materialized_view_refreshes.waits_for IS 'Who was in the way when it last gave up waiting for a lock.';

-- Why ------------------------------------------------------------------------------------------------------------------
CREATE FUNCTION freshet.spoken_moment(at timestamptz) RETURNS text LANGUAGE sql STABLE
RETURN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC';
COMMENT ON FUNCTION freshet.spoken_moment IS 'An instant as sentences name it.';

CREATE FUNCTION freshet.spoken_duration(duration interval) RETURNS text LANGUAGE sql STABLE
RETURN (
  SELECT CASE
    WHEN s < 1 THEN round(s * 1000)::int || ' ms'
    WHEN s < 10 THEN round(s, 1) || ' s'
    WHEN s < 60 THEN floor(s)::int || ' s'
    WHEN s < 3600 THEN floor(s / 60)::int || ' min' || coalesce(' ' || nullif(floor(s)::bigint % 60, 0) || ' s', '')
    WHEN s < 86400 THEN floor(s / 3600)::int || ' h' || coalesce(' ' || nullif(floor(s / 60)::bigint % 60, 0) || ' min', '')
    ELSE floor(s / 86400)::int || ' d' || coalesce(' ' || nullif(floor(s / 3600)::bigint % 24, 0) || ' h', '')
  END
  FROM (SELECT extract(epoch FROM duration)::numeric AS s) seconds);
COMMENT ON FUNCTION freshet.spoken_duration IS 'A duration as sentences name it: 420 ms, 48 s, 12 min 5 s.';

CREATE VIEW freshet.existing_view AS
  SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname AS name, c.oid AS relation
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'm' AND n.nspname NOT LIKE 'pg\_temp%';
COMMENT ON VIEW freshet.existing_view IS 'The materialized views of the database by the names that definitions use.';

-- One true sentence, the strongest first: what would have to be mended before anything else could help. Its moments are
-- absolute, so that it changes only when the facts do. Runs with its owner's rights: the facts lie in many tables. It may
-- name other sessions' queries, so it is not for everybody.
CREATE FUNCTION freshet.why_not_fresh(view_name text, relation oid, refresher text, as_of timestamptz, sla interval, at timestamptz,
  depth int, OUT kind text, OUT cause text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  job        freshet.job;
  succeeded  record;
  ended      record;
  running    record;
  waiting    record;
  upstream   record;
  why        record;
  usual      record;
  last_tick  timestamptz;
  node_until timestamptz;
BEGIN
  SELECT * INTO job FROM freshet.job j WHERE j.name = why_not_fresh.refresher AND j.retired_at IS NULL;
  SELECT r.as_of, r.completed_at INTO succeeded FROM freshet.materialized_view_refreshes r
  WHERE r.view_name = why_not_fresh.view_name AND r.status = 'success' ORDER BY r.started_at DESC LIMIT 1;

  IF relation IS NULL THEN
    kind := 'waits'; cause := 'it waits: the database does not have it yet';
    RETURN;
  END IF;
  IF job.paused_at IS NOT NULL AND (job.paused_until IS NULL OR job.paused_until > at) THEN
    kind := 'paused';
    cause := format('%s is paused by %s since %s%s%s', job.name, job.paused_by, freshet.spoken_moment(job.paused_at),
                    ' until ' || freshet.spoken_moment(job.paused_until), ': ' || job.pause_reason);
    RETURN;
  END IF;

  -- Its own last refresh read after the change was there, so what it lacks hangs in a view that it reads: the first one
  -- on the way that lags as well.
  IF depth < 8 AND succeeded.as_of IS NOT NULL AND (as_of IS NULL OR succeeded.as_of > as_of) THEN
    SELECT e.name, e.relation, l.as_of, f.refresher INTO upstream
    FROM freshet.relation_sources(why_not_fresh.relation) s (relation)
    JOIN freshet.existing_view e ON e.relation = s.relation
    LEFT JOIN freshet.view_lag l ON l.view_name = e.name
    LEFT JOIN freshet.view_refresher f ON f.view_name = e.name
    WHERE l.as_of IS NULL OR why_not_fresh.as_of IS NOT NULL AND l.as_of <= why_not_fresh.as_of
    ORDER BY (SELECT count(*) FROM freshet.relation_sources(e.relation)), e.name LIMIT 1;
    IF FOUND THEN
      kind := 'upstream';
      IF upstream.refresher IS NULL THEN
        cause := format('view %s, which it reads, is not declared: nothing refreshes it', upstream.name);
      ELSE
        why := freshet.why_not_fresh(upstream.name, upstream.relation, upstream.refresher, upstream.as_of, sla, at, depth + 1);
        cause := format('view %s, which it reads, is behind itself: %s', upstream.name, why.cause);
      END IF;
      RETURN;
    END IF;
    IF as_of IS NULL THEN
      kind := 'waits';
      SELECT format('what it shows is known again from its next refresh on: %s', l.why_age) INTO cause
      FROM freshet.view_lag l WHERE l.view_name = why_not_fresh.view_name;
      RETURN;
    END IF;
  END IF;

  SELECT r.status, r.completed_at, r.error_message INTO ended FROM freshet.materialized_view_refreshes r
  WHERE r.view_name = why_not_fresh.view_name AND r.status IN ('success', 'failed', 'lost') ORDER BY r.started_at DESC LIMIT 1;
  SELECT r.started_at, r.backend_pid, r.lock_waits, r.waits_for, r.run_id, n.name AS node, n.leased_until,
         r.node_id IS NOT NULL AND (n.closed_at IS NOT NULL OR n.leased_until <= at) AS orphaned INTO running
  FROM freshet.materialized_view_refreshes r LEFT JOIN freshet.node n ON n.id = r.node_id
  WHERE r.view_name = why_not_fresh.view_name AND r.status = 'running' ORDER BY r.started_at LIMIT 1;
  SELECT max(coalesce(n.closed_at, n.leased_until)) INTO node_until FROM freshet.node n
  WHERE NOT EXISTS (SELECT FROM freshet.node o WHERE o.closed_at IS NULL AND o.leased_until > at);

  IF running.orphaned THEN
    kind := 'lost';
    cause := format('node %s died while it refreshed the view: its lease ran out at %s%s', running.node,
                    freshet.spoken_moment(running.leased_until), CASE WHEN node_until IS NOT NULL THEN '; no other node is alive' END);
    RETURN;
  END IF;
  IF node_until IS NOT NULL AND running.started_at IS NULL THEN
    kind := 'no-node'; cause := format('no node of Freshet is alive since %s', freshet.spoken_moment(node_until));
    IF ended.status = 'lost' THEN
      kind := 'lost'; cause := format('its last refresh was lost: %s; %s', ended.error_message, cause);
    END IF;
    RETURN;
  END IF;

  SELECT r.id, r.job, r.state, r.queued_at, r.available_at, r.held_because, r.started_at INTO waiting
  FROM freshet.run_active r WHERE r.job IN (why_not_fresh.refresher, why_not_fresh.view_name)
  ORDER BY r.state = 'queued', r.id LIMIT 1;

  IF ended.status IN ('failed', 'lost') THEN
    kind := ended.status;
    cause := format('the last refresh %s: %s', CASE ended.status WHEN 'lost' THEN 'was lost' ELSE 'failed' END, ended.error_message);
    IF running.started_at IS NOT NULL THEN
      cause := cause || format('; it is tried again since %s', freshet.spoken_moment(running.started_at));
    ELSIF waiting.state = 'queued' AND waiting.available_at > at THEN
      cause := cause || format('; it is tried again at %s', freshet.spoken_moment(waiting.available_at));
    END IF;
    RETURN;
  END IF;

  SELECT percentile_disc(0.95) WITHIN GROUP (ORDER BY d.duration_ms) * interval '1 millisecond' AS p95, count(*) AS refreshes INTO usual
  FROM (SELECT r.duration_ms FROM freshet.materialized_view_refreshes r
        WHERE r.view_name = why_not_fresh.view_name AND r.status = 'success' ORDER BY r.started_at DESC LIMIT 50) d;

  IF running.started_at IS NOT NULL THEN
    kind := 'running-long';
    cause := format('it is being refreshed since %s', freshet.spoken_moment(running.started_at))
      || CASE WHEN usual.refreshes >= 3 THEN format(' (95 of 100 take at most %s)', freshet.spoken_duration(usual.p95)) ELSE '' END
      || coalesce('; it waits for ' || (
           SELECT string_agg(concat_ws(', ', 'pid ' || b.pid, 'user ' || a.usename, 'application ' || nullif(a.application_name, ''),
                    a.state, 'in its transaction since ' || freshet.spoken_moment(a.xact_start),
                    'query: ' || left(regexp_replace(nullif(a.query, ''), '\s+', ' ', 'g'), 200)), '; ')
           FROM unnest(pg_blocking_pids(running.backend_pid)) b (pid) LEFT JOIN pg_stat_activity a ON a.pid = b.pid),
         '; it gave up waiting for its lock ' || nullif(running.lock_waits, 0) || ' times: ' || coalesce(running.waits_for, 'nobody was seen in the way'),
         '');
    RETURN;
  END IF;
  IF waiting.held_because IS NOT NULL THEN
    kind := 'queued'; cause := format('run %s of %s is held: %s', waiting.id, waiting.job, waiting.held_because);
    RETURN;
  ELSIF waiting.state = 'queued' THEN
    kind := 'queued';
    cause := format('run %s of %s is queued since %s and no slot was free for it yet', waiting.id, waiting.job, freshet.spoken_moment(waiting.queued_at));
    RETURN;
  ELSIF waiting.state IS NOT NULL THEN
    kind := 'running-long';
    cause := format('run %s of %s works since %s and has not come to it yet', waiting.id, waiting.job, freshet.spoken_moment(waiting.started_at));
    RETURN;
  END IF;

  IF (job.definition ->> 'shadow')::boolean THEN
    kind := 'schedule'; cause := format('%s is in shadow mode: its ticks refresh nothing', job.name);
    RETURN;
  END IF;
  IF job.schedule IS NULL THEN
    kind := CASE WHEN as_of IS NULL THEN 'never-refreshed' ELSE 'schedule' END;
    cause := format('%snothing refreshes it by itself: no schedule is declared', CASE WHEN as_of IS NULL THEN 'it was never refreshed; ' END);
    RETURN;
  END IF;
  SELECT t.scheduled_for INTO last_tick FROM freshet.tick t
  WHERE t.job = refresher AND t.scheduled_for <= at ORDER BY t.scheduled_for DESC LIMIT 1;
  IF as_of IS NULL THEN
    kind := 'never-refreshed';
    cause := 'it was never refreshed' || coalesce('; ' || job.name || ' fires next at ' || freshet.spoken_moment(job.next_tick_at), '');
    RETURN;
  END IF;
  IF sla IS NOT NULL AND usual.refreshes >= 3 AND usual.p95 >= sla THEN
    kind := 'infeasible';
    cause := format('95 of 100 refreshes take up to %s, and at most %s is promised', freshet.spoken_duration(usual.p95), freshet.spoken_duration(sla));
    RETURN;
  END IF;
  IF job.next_tick_at > at AND (last_tick IS NULL OR succeeded.completed_at >= last_tick) THEN
    kind := 'schedule';
    cause := format('its schedule is too sparse for the promise: %s fired last at %s and fires next at %s', job.name,
                    coalesce(freshet.spoken_moment(last_tick), 'no moment yet'), freshet.spoken_moment(job.next_tick_at));
    RETURN;
  END IF;
  kind := 'load';
  cause := format('no refresh ended in time: the last one ended at %s', coalesce(freshet.spoken_moment(succeeded.completed_at), 'no moment yet'));
END $$;
COMMENT ON FUNCTION freshet.why_not_fresh IS 'What keeps a view from being fresh, as a kind and a sentence. Read freshet.freshness instead of calling it.';

-- The job that refreshes a view: its own where that has a schedule, else its group's.
CREATE VIEW freshet.view_refresher AS
  SELECT d.name AS view_name, CASE WHEN own.schedule IS NOT NULL OR team.name IS NULL THEN own.name ELSE team.name END AS refresher
  FROM freshet.definition d
  LEFT JOIN freshet.job own  ON own.name = d.name AND own.retired_at IS NULL
  LEFT JOIN freshet.job team ON team.name = d.body ->> 'group' AND team.retired_at IS NULL
  WHERE d.kind = 'view';
COMMENT ON VIEW freshet.view_refresher IS 'Which job refreshes each declared view.';

-- OFFSET 0 keeps the planner from asking why of what is fresh, and for the same promise again and again.
CREATE VIEW freshet.freshness AS
  WITH moment AS MATERIALIZED (SELECT clock_timestamp() AS at)
  SELECT f.name, 'view'::text AS kind, f.as_of, f.age, f.lag, f.sla, f.status, why.kind AS cause_kind,
         CASE WHEN f.status = 'unknown' AND why.kind IS NULL THEN
           CASE WHEN f.promise IS NULL THEN 'no freshness was promised for it' ELSE 'nothing is promised for it at this time' END
         ELSE why.cause END AS cause,
         f.measured, f.pending_since, f.pending_source, f.why_age, f.refresher, f.refreshed_at, f.promised_since, f.promise, f.at
  FROM (
    SELECT j.*,
      CASE WHEN j.breached THEN 'breached'
           WHEN j.paused THEN 'paused'
           WHEN j.relation IS NULL OR j.lag IS NULL OR j.sla IS NULL THEN 'unknown'
           WHEN j.troubled THEN 'late'
           ELSE 'fresh' END AS status
    FROM (
      SELECT d.name, e.relation, m.at, r.refresher, l.as_of, l.measured, l.pending_since, l.pending_source, l.why_age,
        CASE WHEN l.as_of IS NOT NULL THEN greatest(m.at - l.as_of, interval '0') END AS age, l.lag, s.sla,
        d.body -> 'freshness' AS promise, p.promised_at AS promised_since, ok.completed_at AS refreshed_at,
        job.paused_at IS NOT NULL AND (job.paused_until IS NULL OR job.paused_until > m.at) AS paused,
        ended.status IN ('failed', 'lost') AS troubled,
        e.relation IS NOT NULL AND s.sla IS NOT NULL
          AND coalesce(l.lag, m.at - coalesce(ok.as_of, p.promised_at)) > s.sla AS breached
      FROM moment m CROSS JOIN freshet.definition d
      LEFT JOIN freshet.existing_view e ON e.name = d.name
      LEFT JOIN freshet.view_refresher r ON r.view_name = d.name
      LEFT JOIN freshet.job job ON job.name = r.refresher
      LEFT JOIN freshet.view_lag l ON l.view_name = d.name
      LEFT JOIN freshet.freshness_promise p ON p.name = d.name AND p.ended_at IS NULL
      CROSS JOIN LATERAL (SELECT freshet.promised_at(d.body -> 'freshness', m.at) AS sla OFFSET 0) s
      LEFT JOIN LATERAL (
        SELECT a.as_of, a.completed_at FROM freshet.materialized_view_refreshes a
        WHERE a.view_name = d.name AND a.status = 'success' ORDER BY a.started_at DESC LIMIT 1) ok ON true
      LEFT JOIN LATERAL (
        SELECT a.status FROM freshet.materialized_view_refreshes a
        WHERE a.view_name = d.name AND a.status IN ('success', 'failed', 'lost') ORDER BY a.started_at DESC LIMIT 1) ended ON true
      WHERE d.kind = 'view') j) f
  LEFT JOIN LATERAL (
    SELECT w.kind, w.cause FROM freshet.why_not_fresh(f.name, f.relation, f.refresher, f.as_of, f.sla, f.at, 0) w
    WHERE f.status IN ('breached', 'late', 'paused') OR f.status = 'unknown' AND (f.relation IS NULL OR f.lag IS NULL OR f.troubled)
    OFFSET 0) why ON true;
COMMENT ON VIEW freshet.freshness IS 'How fresh everything declared is right now, against what was promised, and why not. Here the lag is compared with the SLA.';
COMMENT ON COLUMN freshet.freshness.name IS 'The view.';
COMMENT ON COLUMN freshet.freshness.as_of IS 'The instant whose data it shows: now where provably nothing is pending; NULL before its first refresh.';
COMMENT ON COLUMN freshet.freshness.age IS 'now − as_of.';
COMMENT ON COLUMN freshet.freshness.lag IS 'The age of the oldest change at the sources that it does not reflect; its age where measured = age.';
COMMENT ON COLUMN freshet.freshness.sla IS 'The promised greatest lag at this moment, or NULL.';
COMMENT ON COLUMN freshet.freshness.status IS 'fresh; late (within the SLA, but the last refresh did not succeed); breached; paused (within the SLA); unknown.';
COMMENT ON COLUMN freshet.freshness.cause_kind IS 'never-refreshed, waits, paused, failed, lost, no-node, running-long, queued, upstream, schedule, infeasible, load; NULL when fresh.';
COMMENT ON COLUMN freshet.freshness.cause IS 'Why it is not fresh, in a sentence.';
COMMENT ON COLUMN freshet.freshness.why_age IS 'Why its lag is only its age.';

CREATE FUNCTION freshet.assert_fresh(name text, at_most interval DEFAULT NULL) RETURNS interval
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found_view record;
  allowed    interval;
BEGIN
  SELECT f.* INTO found_view FROM freshet.freshness f WHERE f.name = regexp_replace(assert_fresh.name, '^public\.', '');
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no declared view named "%"', assert_fresh.name
      USING ERRCODE = 'undefined_object', HINT = 'SELECT name FROM freshet.freshness lists them.';
  END IF;
  allowed := coalesce(at_most, found_view.sla);
  IF allowed IS NULL THEN
    RAISE EXCEPTION 'no freshness is promised for view "%" at this time', found_view.name
      USING ERRCODE = 'null_value_not_allowed', HINT = 'Say how much it may lag: SELECT freshet.assert_fresh(''view'', interval ''15 min'').';
  END IF;
  IF found_view.lag IS NULL OR found_view.lag > allowed THEN
    IF found_view.cause IS NULL OR found_view.cause_kind IS NULL THEN
      SELECT w.cause INTO found_view.cause FROM freshet.existing_view e, freshet.why_not_fresh(
        found_view.name, e.relation, found_view.refresher, found_view.as_of, allowed, found_view.at, 0) w WHERE e.name = found_view.name;
    END IF;
    RAISE EXCEPTION 'view "%" is not fresh enough: it lags by %, more than %', found_view.name,
        coalesce(freshet.spoken_duration(found_view.lag), 'an unknown time'), freshet.spoken_duration(allowed)
      USING ERRCODE = 'FR001', DETAIL = format('as of %s; %s', coalesce(freshet.spoken_moment(found_view.as_of), 'no known moment'),
        coalesce(found_view.cause, 'no refresh ended in time'));
  END IF;
  RETURN found_view.lag;
END $$;
COMMENT ON FUNCTION freshet.assert_fresh IS 'The lag of a view; fails (SQLSTATE FR001) where that is more than allowed (or, without a limit, more than promised) or not known.';

REVOKE ALL ON FUNCTION freshet.why_not_fresh(text, oid, text, timestamptz, interval, timestamptz, int) FROM PUBLIC;
REVOKE ALL ON FUNCTION freshet.assert_fresh(text, interval) FROM PUBLIC;
