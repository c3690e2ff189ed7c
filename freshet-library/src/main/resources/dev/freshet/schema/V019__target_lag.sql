-- Target lag: views with a promise and no schedule are refreshed just in time. And the judge, who knows of that too.

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
  WITH RECURSIVE wanted AS MATERIALIZED (
    SELECT n.name, e.relation FROM unnest(names) n (name) JOIN freshet.existing_view e ON e.name = freshet.plain_name(n.name)),
  -- As freshet.read_by walks, for all of them at once.
  walk (view, class, object) AS (
    SELECT w.relation, 'pg_class'::regclass::oid, w.relation FROM wanted w
    UNION
    SELECT w.view, e.class, e.object
    FROM walk w, LATERAL (
      SELECT d.refclassid AS class, d.refobjid AS object
      FROM pg_class c JOIN pg_rewrite r ON r.ev_class = c.oid AND r.ev_type = '1'
      JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
      WHERE w.class = 'pg_class'::regclass AND c.oid = w.object AND (c.oid = w.view OR c.relkind = 'v')
        AND d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass)
      UNION ALL
      SELECT d.refclassid, d.refobjid FROM pg_depend d
      WHERE w.class = 'pg_proc'::regclass AND d.classid = 'pg_proc'::regclass AND d.objid = w.object
        AND d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass)) e)
  SELECT w.name, u.name FROM wanted w
  LEFT JOIN (SELECT k.view, e.name FROM walk k JOIN freshet.existing_view e ON e.relation = k.object
             WHERE k.class = 'pg_class'::regclass AND k.object <> k.view) u ON u.view = w.relation
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

-- Why ------------------------------------------------------------------------------------------------------------------
-- One true sentence, the strongest first: what would have to be mended before anything else could help. Its moments are
-- absolute, so that it changes only when the facts do.
-- upstream: the first view on the way to it that is behind as well, and why that is (NULL where nothing refreshes it).
-- news: whether a refresh now would show anything new.
CREATE FUNCTION freshet.why_behind(view_name text, relation oid, refresher text, as_of timestamptz, why_age text, sla interval, at timestamptz,
  upstream text, upstream_cause text, news boolean, OUT kind text, OUT cause text)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  job        freshet.job;
  succeeded  record;
  ended      record;
  running    record;
  waiting    record;
  usual      record;
  last_tick  timestamptz;
  node_until timestamptz;
  planned    freshet.planned_refresh;
BEGIN
  SELECT * INTO job FROM freshet.job j WHERE j.name = why_behind.refresher AND j.retired_at IS NULL;
  SELECT r.as_of, r.completed_at INTO succeeded FROM freshet.materialized_view_refreshes r
  WHERE r.view_name = why_behind.view_name AND r.status = 'success' ORDER BY r.started_at DESC LIMIT 1;

  IF relation IS NULL THEN
    kind := 'waits'; cause := format('it waits: the database does not have it %s', CASE WHEN succeeded.completed_at IS NULL THEN 'yet' ELSE 'any more' END);
    RETURN;
  END IF;
  IF job.paused_at IS NOT NULL AND (job.paused_until IS NULL OR job.paused_until > at) THEN
    kind := 'paused';
    cause := format('%s is paused by %s since %s%s%s', job.name, job.paused_by, freshet.spoken_moment(job.paused_at),
                    ' until ' || freshet.spoken_moment(job.paused_until), ': ' || job.pause_reason);
    RETURN;
  END IF;

  -- Its own last refresh read after the change was there, so what it lacks hangs in a view that it reads.
  IF succeeded.as_of IS NOT NULL AND (as_of IS NULL OR succeeded.as_of > as_of) THEN
    IF upstream IS NOT NULL THEN
      kind := 'upstream';
      cause := coalesce(format('view %s, which it reads, is behind itself: ', upstream) || upstream_cause,
                        format('view %s, which it reads, is not declared: nothing refreshes it', upstream));
      RETURN;
    END IF;
    IF as_of IS NULL THEN
      kind := 'waits'; cause := format('what it shows is known again from its next refresh on: %s', why_age);
      RETURN;
    END IF;
  END IF;

  SELECT r.status, r.completed_at, r.error_message INTO ended FROM freshet.materialized_view_refreshes r
  WHERE r.view_name = why_behind.view_name AND r.status IN ('success', 'failed', 'lost') ORDER BY r.started_at DESC LIMIT 1;
  SELECT r.started_at, r.backend_pid, r.lock_waits, r.waits_for, r.run_id, n.name AS node, n.leased_until,
         r.node_id IS NOT NULL AND (n.closed_at IS NOT NULL OR n.leased_until <= at) AS orphaned INTO running
  FROM freshet.materialized_view_refreshes r LEFT JOIN freshet.node n ON n.id = r.node_id
  WHERE r.view_name = why_behind.view_name AND r.status = 'running' ORDER BY r.started_at LIMIT 1;
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
  FROM freshet.run_active r WHERE r.job IN (why_behind.refresher, why_behind.view_name)
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
        WHERE r.view_name = why_behind.view_name AND r.status = 'success' ORDER BY r.started_at DESC LIMIT 50) d;

  IF running.started_at IS NOT NULL THEN
    kind := 'running-long';
    cause := format('it is being refreshed since %s', freshet.spoken_moment(running.started_at))
      || CASE WHEN usual.refreshes >= 3 THEN format(' (95 of 100 take at most %s)', freshet.spoken_duration(usual.p95)) ELSE '' END
      || coalesce('; it waits for ' || (
           SELECT string_agg(concat_ws(', ', 'pid ' || b.pid, 'user ' || a.usename, 'application ' || nullif(a.application_name, ''),
                    a.state, 'in its transaction since ' || freshet.spoken_moment(a.xact_start)), '; ')
                  || coalesce('; query: ' || string_agg(freshet.shown_query(a.query), ' | '), '')
           FROM unnest(pg_blocking_pids(running.backend_pid)) b (pid) LEFT JOIN pg_stat_activity a ON a.pid = b.pid),
         '; it gave up waiting for its lock ' || nullif(running.lock_waits, 0) || ' times: ' || coalesce(running.waits_for, 'nobody was seen in the way'),
         '');
    RETURN;
  END IF;
  IF waiting.held_because IS NOT NULL THEN
    kind := 'queued'; cause := format('run %s of %s is held: %s', waiting.id, waiting.job, waiting.held_because);
    RETURN;
  ELSIF waiting.state = 'queued' AND waiting.available_at > at THEN
    kind := 'queued'; cause := format('run %s of %s is tried again at %s', waiting.id, waiting.job, freshet.spoken_moment(waiting.available_at));
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
  SELECT p.* INTO planned FROM freshet.planned_refresh p WHERE p.view_name = why_behind.view_name;
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
    IF upstream IS NOT NULL AND NOT news THEN
      kind := 'upstream';
      cause := format('view %s, which it reads, does not show the change yet: %s', upstream, coalesce(upstream_cause, 'nothing refreshes it'));
      RETURN;
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
COMMENT ON FUNCTION freshet.why_behind IS 'What keeps a view from being fresh, as a kind and a sentence, when it is known for what it reads.';

-- For all views at once, so that what they share is found once: on the way from each one that is behind through those
-- that are as well to where that begins. Runs with its owner's rights: the facts lie in many tables. It may name other
-- sessions' queries, so it is not for everybody.
CREATE FUNCTION freshet.why_not_fresh(names text[], slas interval[], at timestamptz) RETURNS TABLE (view_name text, kind text, cause text)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS $$
  WITH RECURSIVE asked AS MATERIALIZED (SELECT n.name, n.sla FROM unnest(names, slas) n (name, sla)),
  present AS MATERIALIZED (SELECT e.name, e.relation FROM freshet.existing_view e),
  lag AS MATERIALIZED (SELECT l.view_name AS name, l.as_of, l.why_age FROM freshet.view_lag l),
  edge AS MATERIALIZED (
    SELECT u.view_name AS reader, u.upstream FROM freshet.upstream_views((SELECT array_agg(p.name) FROM present p)) u WHERE u.upstream IS NOT NULL),
  behind AS MATERIALIZED (
    SELECT DISTINCT ON (e.reader) e.reader, e.upstream
    FROM edge e LEFT JOIN lag r ON r.name = e.reader LEFT JOIN lag u ON u.name = e.upstream
    WHERE u.as_of IS NULL OR u.as_of <= r.as_of
    ORDER BY e.reader, u.as_of, e.upstream),
  way (name, upstream, steps) AS (
    SELECT a.name, b.upstream, 1 FROM asked a JOIN behind b ON b.reader = a.name
    UNION ALL
    SELECT w.name, b.upstream, w.steps + 1 FROM way w JOIN behind b ON b.reader = w.upstream WHERE w.steps < 1000),
  origin AS MATERIALIZED (SELECT DISTINCT ON (w.name) w.name, w.upstream FROM way w ORDER BY w.name, w.steps DESC),
  refresher AS MATERIALIZED (SELECT f.view_name AS name, f.refresher FROM freshet.view_refresher f),
  because AS MATERIALIZED (
    SELECT d.upstream, d.sla, c.cause
    FROM (SELECT DISTINCT o.upstream, a.sla FROM origin o JOIN asked a ON a.name = o.name) d
    JOIN refresher f ON f.name = d.upstream JOIN present p ON p.name = d.upstream LEFT JOIN lag l ON l.name = d.upstream
    CROSS JOIN LATERAL freshet.why_behind(d.upstream, p.relation, f.refresher, l.as_of, l.why_age, d.sla, at, NULL, NULL, true) c
    WHERE f.refresher IS NOT NULL),
  -- Only what is refreshed for its target lag waits for news.
  reading AS MATERIALIZED (
    SELECT e.reader, e.upstream FROM origin o JOIN freshet.planned_refresh p ON p.view_name = o.name JOIN edge e ON e.reader = o.name),
  needs AS MATERIALIZED (
    SELECT n.view_name AS name, n.by_age OR n.actionable_at IS NOT NULL AS news
    FROM (SELECT array_agg(r.reader) AS readers, array_agg(r.upstream) AS upstreams FROM reading r) a,
      freshet.refresh_needs((SELECT array_agg(x.name) FROM (SELECT r.reader AS name FROM reading r UNION SELECT r.upstream FROM reading r) x),
                            a.readers, a.upstreams) n
    WHERE a.readers IS NOT NULL)
  SELECT a.name, c.kind, c.cause
  FROM asked a
  LEFT JOIN present p ON p.name = a.name LEFT JOIN refresher f ON f.name = a.name LEFT JOIN lag l ON l.name = a.name
  LEFT JOIN origin o ON o.name = a.name
  LEFT JOIN because b ON b.upstream = o.upstream AND b.sla IS NOT DISTINCT FROM a.sla
  LEFT JOIN needs n ON n.name = a.name
  CROSS JOIN LATERAL freshet.why_behind(a.name, p.relation, f.refresher, l.as_of, l.why_age, a.sla, at, o.upstream, b.cause, coalesce(n.news, true)) c
$$;
COMMENT ON FUNCTION freshet.why_not_fresh IS 'What keeps each of these views from being fresh (against these SLAs), as a kind and a sentence. Read freshet.freshness instead of calling it.';

-- Where the as-of of a view is lost, or the view itself, it is held against what it was known to show last.
CREATE VIEW freshet.standing AS
  WITH moment AS MATERIALIZED (SELECT clock_timestamp() AS at)
  SELECT k.*,
    CASE WHEN k.sla < coalesce(k.lag, k.at - k.change_at) THEN 'breached'
         WHEN k.paused THEN 'paused'
         WHEN k.relation IS NULL OR k.lag IS NULL OR k.sla IS NULL THEN 'unknown'
         WHEN k.troubled THEN 'late'
         ELSE 'fresh' END AS status
  FROM (
    SELECT d.name, e.relation, m.at, r.refresher, l.as_of,
      CASE WHEN l.as_of IS NOT NULL THEN l.as_of
           WHEN e.relation IS NULL AND ok.completed_at IS NULL AND kept.refreshed_at IS NULL THEN NULL
           WHEN ok.completed_at > kept.refreshed_at OR ok.completed_at IS NOT NULL AND kept.refreshed_at IS NULL THEN coalesce(ok.as_of, p.promised_at)
           WHEN kept.change_at IS NOT NULL THEN kept.change_at
           WHEN p.promised_at IS NOT NULL THEN greatest(p.promised_at, kept.sampled_at) END AS change_at,
      l.measured, l.pending_since, l.pending_source, l.why_age,
      CASE WHEN l.as_of IS NOT NULL THEN greatest(m.at - l.as_of, interval '0') END AS age, l.lag, s.sla,
      d.body -> 'freshness' AS promise, p.promised_at AS promised_since, coalesce(ok.completed_at, kept.refreshed_at) AS refreshed_at,
      job.paused_at IS NOT NULL AND (job.paused_until IS NULL OR job.paused_until > m.at) AS paused,
      ended.status IN ('failed', 'lost') AS troubled
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
    LEFT JOIN LATERAL (
      SELECT h.sampled_at, h.change_at, h.refreshed_at FROM freshet.freshness_history h
      WHERE l.as_of IS NULL AND h.name = d.name ORDER BY h.sampled_at DESC LIMIT 1) kept ON true
    WHERE d.kind = 'view') k;
COMMENT ON VIEW freshet.standing IS 'How everything declared stands against its promise right now. Here the lag is compared with the SLA.';

CREATE VIEW freshet.freshness AS
  WITH judged AS MATERIALIZED (SELECT s.* FROM freshet.standing s),
  asked AS (
    SELECT array_agg(j.name ORDER BY j.name) AS names, array_agg(j.sla ORDER BY j.name) AS slas, min(j.at) AS at FROM judged j
    WHERE j.status IN ('breached', 'late', 'paused') OR j.status = 'unknown' AND (j.relation IS NULL OR j.lag IS NULL OR j.troubled))
  SELECT j.name, 'view'::text AS kind, j.as_of, j.age, j.lag, j.sla, j.status, why.kind AS cause_kind,
         CASE WHEN j.status = 'unknown' AND why.kind IS NULL THEN
           CASE WHEN j.promise IS NULL THEN 'no freshness was promised for it' ELSE 'nothing is promised for it at this time' END
         ELSE why.cause END AS cause,
         j.measured, j.pending_since, j.pending_source, j.why_age, j.refresher, j.refreshed_at, j.promised_since, j.promise, j.change_at, j.at
  FROM judged j
  LEFT JOIN (SELECT w.view_name, w.kind, w.cause FROM asked a CROSS JOIN LATERAL freshet.why_not_fresh(a.names, a.slas, a.at) w) why ON why.view_name = j.name;
COMMENT ON VIEW freshet.freshness IS 'How fresh everything declared is right now, against what was promised, and why not.';
COMMENT ON COLUMN freshet.freshness.name IS 'The view.';
COMMENT ON COLUMN freshet.freshness.as_of IS 'The instant whose data it shows: now where provably nothing is pending; NULL before its first refresh.';
COMMENT ON COLUMN freshet.freshness.age IS 'now − as_of.';
COMMENT ON COLUMN freshet.freshness.lag IS 'The age of the oldest change at the sources that it does not reflect; its age where measured = age.';
COMMENT ON COLUMN freshet.freshness.sla IS 'The promised greatest lag at this moment, or NULL.';
COMMENT ON COLUMN freshet.freshness.status IS 'fresh; late (within the SLA, but the last refresh did not succeed); breached; paused (within the SLA); unknown.';
COMMENT ON COLUMN freshet.freshness.cause_kind IS 'never-refreshed, waits, paused, failed, lost, no-node, running-long, queued, upstream, schedule, infeasible, load; NULL when fresh.';
COMMENT ON COLUMN freshet.freshness.cause IS 'Why it is not fresh, in a sentence.';
COMMENT ON COLUMN freshet.freshness.why_age IS 'Why its lag is only its age.';
COMMENT ON COLUMN freshet.freshness.change_at IS 'The oldest change that it may not show: as_of, or what was known last where that was lost; NULL where it never existed.';

CREATE FUNCTION freshet.assert_fresh(name text, at_most interval DEFAULT NULL) RETURNS interval
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found_view record;
  allowed    interval;
  why        text;
BEGIN
  SELECT s.* INTO found_view FROM freshet.standing s WHERE s.name = regexp_replace(assert_fresh.name, '^public\.', '');
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
    SELECT w.cause INTO why FROM freshet.why_not_fresh(ARRAY[found_view.name], ARRAY[allowed], found_view.at) w;
    RAISE EXCEPTION 'view "%" is not fresh enough: it lags by %, more than %', found_view.name,
        coalesce(freshet.spoken_duration(found_view.lag), 'an unknown time'), freshet.spoken_duration(allowed)
      USING ERRCODE = 'FR001', DETAIL = format('as of %s; %s', coalesce(freshet.spoken_moment(found_view.as_of), 'no known moment'),
        coalesce(why, 'no refresh ended in time'));
  END IF;
  RETURN found_view.lag;
END $$;
COMMENT ON FUNCTION freshet.assert_fresh IS 'The lag of a view; fails (SQLSTATE FR001) where that is more than allowed (or, without a limit, more than promised) or not known.';

REVOKE ALL ON FUNCTION freshet.why_not_fresh(text[], interval[], timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION freshet.assert_fresh(text, interval) FROM PUBLIC;
