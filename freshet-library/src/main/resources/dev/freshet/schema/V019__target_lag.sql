-- Target lag: views with a promise and no schedule are refreshed just in time.

ALTER TABLE freshet.run ADD COLUMN reason text;
COMMENT ON COLUMN freshet.run.reason IS 'Why it was queued just then, where its trigger does not say.';

CREATE TABLE freshet.planned_refresh (
  view_name          text        NOT NULL CONSTRAINT planned_refresh_pk PRIMARY KEY,
  job                text        NOT NULL,
  due_at             timestamptz,
  because            text,
  waits_for          text,
  takes              interval    NOT NULL,
  infeasible_because text,
  planned_at         timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE  freshet.planned_refresh IS 'What is planned for each view that is refreshed for a target lag rather than by a schedule.';
COMMENT ON COLUMN freshet.planned_refresh.view_name IS 'The view.';
COMMENT ON COLUMN freshet.planned_refresh.job IS 'The job that refreshes it: its own or its group''s.';
COMMENT ON COLUMN freshet.planned_refresh.due_at IS 'When it has to be started at the latest; NULL while it has nothing new to show.';
COMMENT ON COLUMN freshet.planned_refresh.because IS 'For which promise that is.';
COMMENT ON COLUMN freshet.planned_refresh.waits_for IS 'The views it waits for though it is due, because they are refreshed before it.';
COMMENT ON COLUMN freshet.planned_refresh.takes IS 'From the start of the first view that it reads to its own end: what 95 of 100 refreshes take at most, summed up.';
COMMENT ON COLUMN freshet.planned_refresh.infeasible_because IS 'Why its promise cannot be kept, or NULL.';
COMMENT ON COLUMN freshet.planned_refresh.planned_at IS 'When this changed last.';

CREATE FUNCTION freshet.upstream_views(names text[]) RETURNS TABLE (view_name text, upstream text) LANGUAGE sql STABLE AS $$
  SELECT n.name, freshet.relation_name(u.oid)
  FROM unnest(names) n (name) CROSS JOIN LATERAL (SELECT freshet.find_view(n.name) AS oid) v
  LEFT JOIN LATERAL (
    SELECT c.oid FROM freshet.read_by(v.oid, false) b
    JOIN pg_class c ON b.class = 'pg_class'::regclass AND c.oid = b.object AND c.relkind = 'm') u ON true
  WHERE v.oid IS NOT NULL
$$;
COMMENT ON FUNCTION freshet.upstream_views IS 'The materialized views that each view reads, directly or through plain views and functions; one row with NULL where it reads none. Views that do not exist are left out.';

-- A mark is actionable where a refresh now would show it: not as long as some view in between does not.
CREATE FUNCTION freshet.refresh_needs(names text[], readers text[], upstreams text[])
RETURNS TABLE (view_name text, read_at timestamptz, as_of timestamptz, by_age boolean, own_age boolean, pending_at timestamptz, actionable_at timestamptz)
LANGUAGE sql STABLE AS $$
  WITH edge AS MATERIALIZED (SELECT e.reader, e.upstream FROM unnest(readers, upstreams) e (reader, upstream)),
  state AS MATERIALIZED (
    SELECT s.view_name, s.refresh_id, s.read_at, s.as_of, s.clock_reason
    FROM freshet.view_state s JOIN pg_class c ON c.oid = s.view_oid
    WHERE s.in_force AND s.view_name = ANY (names) AND c.relispopulated AND freshet.relation_name(c.oid) = s.view_name),
  -- What the upstream views of a reader show of a source: of several the one that lags most.
  shown AS MATERIALIZED (
    SELECT DISTINCT ON (e.reader, x.source) e.reader, x.source, x.snapshot
    FROM edge e JOIN state w ON w.view_name = e.upstream JOIN freshet.view_source x ON x.refresh_id = w.refresh_id
    ORDER BY e.reader, x.source, pg_snapshot_xmax(x.snapshot), pg_snapshot_xmin(x.snapshot), (SELECT count(*) FROM pg_snapshot_xip(x.snapshot)) DESC)
  SELECT s.view_name, s.read_at, s.as_of, s.clock_reason IS NOT NULL OR u.untracked,
    u.directly OR coalesce(s.clock_reason NOT LIKE '% through %', false) OR s.clock_reason IS NOT NULL AND NOT EXISTS (
      SELECT FROM edge e JOIN state w ON w.view_name = e.upstream WHERE e.reader = s.view_name AND w.clock_reason IS NOT NULL),
    p.pending_at, p.actionable_at
  FROM state s
  CROSS JOIN LATERAL (
    SELECT count(*) > 0 AS untracked, coalesce(bool_or(v.via IS NULL), false) AS directly
    FROM freshet.view_source v LEFT JOIN freshet.source o ON o.oid = v.source
    WHERE v.refresh_id = s.refresh_id AND pg_visible_in_snapshot(o.tracked_since, v.snapshot) IS NOT TRUE) u
  CROSS JOIN LATERAL (
    SELECT min(k.pending_at) AS pending_at, min(k.actionable_at) AS actionable_at
    FROM freshet.view_source v LEFT JOIN shown l ON l.reader = s.view_name AND l.source = v.source
    CROSS JOIN LATERAL (
      SELECT min(m.at) AS pending_at, min(m.at) FILTER (WHERE l.snapshot IS NULL OR pg_visible_in_snapshot(m.xact, l.snapshot)) AS actionable_at
      FROM freshet.change_mark m
      WHERE m.source = v.source AND m.xact >= pg_snapshot_xmin(v.snapshot) AND NOT pg_visible_in_snapshot(m.xact, v.snapshot)) k
    WHERE v.refresh_id = s.refresh_id) p
$$;
COMMENT ON FUNCTION freshet.refresh_needs IS 'What each of these views, of which each reader reads its upstream, does not show: since when (pending_at), and what a refresh now would add to it (actionable_at). by_age: that is not known; own_age: for a reason of its own, not of a view it reads. Views without a known refresh are left out.';

CREATE FUNCTION freshet.has_news(view_name text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((
    SELECT n.by_age OR n.actionable_at IS NOT NULL
    FROM (SELECT coalesce(array_agg(u.view_name), '{}') AS readers, coalesce(array_agg(u.upstream), '{}') AS upstreams
          FROM freshet.upstream_views(ARRAY[has_news.view_name]) u WHERE u.upstream IS NOT NULL) e,
      freshet.refresh_needs(e.upstreams || has_news.view_name, e.readers, e.upstreams) n
    WHERE n.view_name = has_news.view_name), true)
$$;
COMMENT ON FUNCTION freshet.has_news IS 'Whether a refresh of the view now would show anything new; true also where that is not known.';

CREATE FUNCTION freshet.usual_durations(names text[]) RETURNS TABLE (view_name text, p95 interval) LANGUAGE sql STABLE AS $$
  SELECT n.name, d.p95
  FROM unnest(names) n (name) CROSS JOIN LATERAL (
    SELECT percentile_disc(0.95) WITHIN GROUP (ORDER BY r.duration_ms) * interval '1 millisecond' AS p95
    FROM (SELECT a.duration_ms FROM freshet.materialized_view_refreshes a
          WHERE a.view_name = n.name AND a.status = 'success' ORDER BY a.started_at DESC LIMIT 50) r) d
  WHERE d.p95 IS NOT NULL
$$;
COMMENT ON FUNCTION freshet.usual_durations IS 'What 95 of the last 100 refreshes of each view took at most (of the last 50); views never refreshed are left out.';

CREATE FUNCTION freshet.refresher_states(jobs text[])
RETURNS TABLE (job text, paused boolean, active_since timestamptz, waits boolean, last_state text, last_started_at timestamptz, last_ended_at timestamptz)
LANGUAGE sql STABLE AS $$
  SELECT j.name, j.paused_at IS NOT NULL AND (j.paused_until IS NULL OR j.paused_until > clock_timestamp()),
    a.since, coalesce(a.waits, false), l.state, l.started_at, l.ended_at
  FROM freshet.job j
  CROSS JOIN LATERAL (
    SELECT min(coalesce(r.started_at, r.queued_at)) AS since, bool_and(r.state = 'queued' AND r.available_at > clock_timestamp()) AS waits
    FROM freshet.run_active r WHERE r.job = j.name AND r.held_because IS NULL) a
  LEFT JOIN LATERAL (
    SELECT r.state, r.started_at, r.ended_at FROM freshet.run r
    WHERE r.job BETWEEN j.name AND j.name AND r.ended_at > now() - interval '1 day' ORDER BY r.job, r.id DESC LIMIT 1) l ON true
  WHERE j.name = ANY (jobs) AND j.retired_at IS NULL
$$;
COMMENT ON FUNCTION freshet.refresher_states IS 'How jobs stand: paused, at work since when (waits: for the moment of another attempt), and how the last run of the day ended.';

-- As before, and of what is refreshed for a target lag what kept that from its moment.
CREATE OR REPLACE FUNCTION freshet.why_not_fresh(view_name text, relation oid, refresher text, as_of timestamptz, sla interval, at timestamptz,
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
  planned    freshet.planned_refresh;
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
  SELECT p.* INTO planned FROM freshet.planned_refresh p WHERE p.view_name = why_not_fresh.view_name;
  IF job.schedule IS NULL AND planned.view_name IS NULL THEN
    kind := CASE WHEN as_of IS NULL THEN 'never-refreshed' ELSE 'schedule' END;
    cause := format('%snothing refreshes it by itself: no schedule is declared', CASE WHEN as_of IS NULL THEN 'it was never refreshed; ' END);
    RETURN;
  END IF;
  IF job.schedule IS NULL THEN
    IF as_of IS NULL THEN
      kind := 'never-refreshed'; cause := 'it was never refreshed; its first refresh is about to start';
      RETURN;
    END IF;
    IF planned.infeasible_because IS NOT NULL THEN
      kind := 'infeasible'; cause := planned.infeasible_because;
      RETURN;
    END IF;
    -- It is refreshed once what it reads shows the change.
    IF depth < 8 AND NOT freshet.has_news(view_name) THEN
      SELECT e.name, e.relation, l.as_of, f.refresher INTO upstream
      FROM freshet.relation_sources(why_not_fresh.relation) s (relation)
      JOIN freshet.existing_view e ON e.relation = s.relation
      JOIN freshet.view_lag l ON l.view_name = e.name
      LEFT JOIN freshet.view_refresher f ON f.view_name = e.name
      WHERE l.as_of <= why_not_fresh.as_of
      ORDER BY (SELECT count(*) FROM freshet.relation_sources(e.relation)), e.name LIMIT 1;
      IF FOUND THEN
        why := freshet.why_not_fresh(upstream.name, upstream.relation, upstream.refresher, upstream.as_of, sla, at, depth + 1);
        kind := 'upstream'; cause := format('view %s, which it reads, does not show the change yet: %s', upstream.name, why.cause);
        RETURN;
      END IF;
    END IF;
    IF planned.waits_for IS NOT NULL THEN
      kind := 'upstream'; cause := format('its refresh is due since %s and waits for %s', freshet.spoken_moment(planned.due_at), planned.waits_for);
      RETURN;
    END IF;
    kind := 'load';
    cause := format('its sources changed at %s, and no refresh that shows it has ended yet: the last one ended at %s',
                    freshet.spoken_moment(as_of), coalesce(freshet.spoken_moment(succeeded.completed_at), 'no moment yet'));
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
