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
  change_at     timestamptz,
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
COMMENT ON COLUMN freshet.freshness_history.change_at IS 'The oldest change that it may not have shown: as_of, or what was known last where that was lost; what the promise is held against.';
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
CREATE INDEX breach_by_look ON freshet.breach (judged_at);
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

CREATE TABLE freshet.freshness_look (
  one       boolean     NOT NULL DEFAULT true CONSTRAINT freshness_look_pk PRIMARY KEY CONSTRAINT freshness_look_one CHECK (one),
  looked_at timestamptz NOT NULL
) WITH (fillfactor = 50);
COMMENT ON TABLE  freshet.freshness_look IS 'When a node looked last at how fresh everything is: one row.';
COMMENT ON COLUMN freshet.freshness_look.one IS 'Always true.';
COMMENT ON COLUMN freshet.freshness_look.looked_at IS 'When that look began.';

-- A refresh opens its row before it gets its turn, so one that ended later may have begun before.
CREATE FUNCTION freshet.refreshed_since(names text[], moments timestamptz[], upto timestamptz)
RETURNS TABLE (view_name text, completed_at timestamptz, as_of timestamptz) LANGUAGE sql STABLE AS $$
  SELECT r.view_name, r.completed_at, r.as_of
  FROM unnest(names, moments) w (name, moment)
  CROSS JOIN LATERAL (
    SELECT a.view_name, a.completed_at, a.as_of FROM freshet.materialized_view_refreshes a
    WHERE a.view_name = w.name AND a.status = 'success' AND a.started_at > w.moment - interval '1 day'
      AND a.completed_at > w.moment AND a.completed_at <= upto) r
  ORDER BY r.view_name, r.completed_at
$$;
COMMENT ON FUNCTION freshet.refreshed_since IS 'The successful refreshes of each view that ended after its moment, oldest first.';

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

-- Values may be secrets, and where one ends is not always easy to say: nothing is shown from the first on.
CREATE FUNCTION freshet.shown_query(query text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN left(regexp_replace(regexp_replace(nullif(query, ''), '\s+', ' ', 'g'), '(''|\$[[:alnum:]_]*\$).*', '…'), 200);
COMMENT ON FUNCTION freshet.shown_query IS 'The beginning of another session''s query, up to the first quoted value.';

CREATE VIEW freshet.existing_view AS
  SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname AS name, c.oid AS relation
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'm' AND n.nspname NOT LIKE 'pg\_temp%';
COMMENT ON VIEW freshet.existing_view IS 'The materialized views of the database by the names that definitions use.';

-- The job that refreshes a view: its own where that has a schedule, else its group's.
CREATE VIEW freshet.view_refresher AS
  SELECT d.name AS view_name, CASE WHEN own.schedule IS NOT NULL OR team.name IS NULL THEN own.name ELSE team.name END AS refresher
  FROM freshet.definition d
  LEFT JOIN freshet.job own  ON own.name = d.name AND own.retired_at IS NULL
  LEFT JOIN freshet.job team ON team.name = d.body ->> 'group' AND team.retired_at IS NULL
  WHERE d.kind = 'view';
COMMENT ON VIEW freshet.view_refresher IS 'Which job refreshes each declared view.';
