CREATE SEQUENCE freshet.materialized_view_refresh_id;
CREATE TABLE freshet.materialized_view_refreshes (
  id            bigint      NOT NULL DEFAULT nextval('freshet.materialized_view_refresh_id'),
  view_name     text        NOT NULL,
  started_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  completed_at  timestamptz,
  duration_ms   bigint GENERATED ALWAYS AS ((extract(epoch FROM completed_at - started_at) * 1000)::bigint) STORED,
  row_count     bigint,
  status        text        NOT NULL DEFAULT 'running' CONSTRAINT materialized_view_refreshes_status CHECK (status IN ('running', 'success', 'failed', 'skipped', 'lost')),
  error_message text,
  error         jsonb,
  mode          text,
  mode_reason   text,
  as_of         timestamptz,
  group_name    text,
  run_id        bigint,
  attempt_id    bigint,
  node_id       bigint,
  backend_pid   int,
  lock_waits    int         NOT NULL DEFAULT 0,
  warnings      text[]      NOT NULL DEFAULT '{}',
  CONSTRAINT materialized_view_refreshes_ended CHECK ((completed_at IS NULL) = (status = 'running'))
) PARTITION BY RANGE (started_at);
CREATE TABLE freshet.materialized_view_refreshes_default PARTITION OF freshet.materialized_view_refreshes DEFAULT;
CREATE INDEX materialized_view_refreshes_id ON freshet.materialized_view_refreshes (id);
CREATE INDEX materialized_view_refreshes_by_view ON freshet.materialized_view_refreshes (view_name, started_at DESC);
CREATE INDEX materialized_view_refreshes_running ON freshet.materialized_view_refreshes (run_id) WHERE status = 'running';
COMMENT ON TABLE  freshet.materialized_view_refreshes IS 'A row for every attempt to refresh a view, visible from the moment it starts.';
COMMENT ON COLUMN freshet.materialized_view_refreshes.view_name IS 'The view: schema-qualified, save in schema public.';
COMMENT ON COLUMN freshet.materialized_view_refreshes.duration_ms IS 'Milliseconds from start to end, NULL while running.';
COMMENT ON COLUMN freshet.materialized_view_refreshes.row_count IS 'Rows in the view after a successful refresh.';
COMMENT ON COLUMN freshet.materialized_view_refreshes.status IS 'running, success, failed, skipped (another refresh was under way, or nothing could be done) or lost (the node or the session died).';
COMMENT ON COLUMN freshet.materialized_view_refreshes.error IS 'sqlstate, message, detail, hint, advice (the DDL that mends it).';
COMMENT ON COLUMN freshet.materialized_view_refreshes.mode IS 'concurrently or blocking.';
COMMENT ON COLUMN freshet.materialized_view_refreshes.as_of IS 'The instant whose data the refresh wrote: when it started reading.';
COMMENT ON COLUMN freshet.materialized_view_refreshes.lock_waits IS 'How often it gave up waiting for a lock and tried again.';
COMMENT ON COLUMN freshet.materialized_view_refreshes.error_message IS 'Why it did not succeed, with the DDL that mends it where there is one.';
COMMENT ON COLUMN freshet.materialized_view_refreshes.mode_reason IS 'Why this mode was chosen.';
COMMENT ON COLUMN freshet.materialized_view_refreshes.group_name IS 'The group it was refreshed with, or NULL.';
COMMENT ON COLUMN freshet.materialized_view_refreshes.run_id IS 'The run it belongs to; NULL for freshet.refresh_group.';
COMMENT ON COLUMN freshet.materialized_view_refreshes.attempt_id IS 'The attempt of that run: only it may end this row.';
COMMENT ON COLUMN freshet.materialized_view_refreshes.backend_pid IS 'The PostgreSQL backend that refreshed.';
COMMENT ON COLUMN freshet.materialized_view_refreshes.warnings IS 'What will bite one day: why it was blocking, NULLs in the key, functions without search_path.';

-- The beginning of every refresh, the service's and the procedure's. The lock on the attempt makes an attempt that is
-- being declared lost and its last beginning happen one after the other: no row stays running for ever.
CREATE FUNCTION freshet.start_refresh(view_name text, group_name text, run_id bigint, attempt_id bigint, node_id bigint, backend_pid int)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  refresh_id bigint;
BEGIN
  IF start_refresh.attempt_id IS NOT NULL THEN
    PERFORM 1 FROM freshet.attempt_active a
    WHERE a.id = start_refresh.attempt_id AND a.state IN ('running', 'stopping') FOR KEY SHARE;
    IF NOT FOUND THEN
      RETURN NULL;
    END IF;
  END IF;
  INSERT INTO freshet.materialized_view_refreshes (view_name, group_name, run_id, attempt_id, node_id, backend_pid)
  VALUES (start_refresh.view_name, start_refresh.group_name, start_refresh.run_id, start_refresh.attempt_id, start_refresh.node_id, start_refresh.backend_pid)
  RETURNING id INTO refresh_id;
  RETURN refresh_id;
END $$;
COMMENT ON FUNCTION freshet.start_refresh IS 'Opens the audit row of a refresh and returns its id; NULL when the attempt is no longer in charge.';

-- An attempt closes its rows before it ends, so a running row of an attempt that has ended is a remnant.
CREATE FUNCTION freshet.close_abandoned_refreshes() RETURNS bigint LANGUAGE sql AS $$
  WITH closed AS (
    UPDATE freshet.materialized_view_refreshes r
    SET status = 'lost', completed_at = clock_timestamp(),
        error_message = CASE WHEN r.attempt_id IS NULL THEN 'the session that refreshed it (pid ' || r.backend_pid || ') is gone'
                             ELSE 'its attempt ended without a word about it' END
    WHERE r.status = 'running'
      AND CASE WHEN r.attempt_id IS NULL
               THEN r.backend_pid = pg_backend_pid()
                    OR NOT EXISTS (SELECT FROM pg_stat_activity a
                                   WHERE a.pid = r.backend_pid AND (a.backend_start IS NULL OR a.backend_start <= r.started_at))
               ELSE NOT EXISTS (SELECT FROM freshet.attempt_active a WHERE a.id = r.attempt_id) END
    RETURNING 1)
  SELECT count(*) FROM closed
$$;
COMMENT ON FUNCTION freshet.close_abandoned_refreshes IS 'Marks refreshes lost whose attempt or session ended in the middle; returns how many.';

CREATE FUNCTION freshet.relation_sources(relation oid) RETURNS SETOF oid LANGUAGE sql STABLE AS $$
  WITH RECURSIVE walk (class, object) AS (
    SELECT 'pg_class'::regclass::oid, relation
    UNION
    SELECT e.source_class, e.source
    FROM walk w
    JOIN (SELECT 'pg_class'::regclass::oid AS class, r.ev_class AS object, d.refclassid AS source_class, d.refobjid AS source
          FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
          WHERE r.ev_type = '1'
          UNION ALL
          SELECT d.classid, d.objid, d.refclassid, d.refobjid FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass) e
      ON e.class = w.class AND e.object = w.object
    WHERE e.source_class IN ('pg_class'::regclass, 'pg_proc'::regclass))
  SELECT object FROM walk WHERE class = 'pg_class'::regclass AND object <> relation
$$;
COMMENT ON FUNCTION freshet.relation_sources IS 'Every relation a view reads, directly or through other views and functions with a parsed body (BEGIN ATOMIC).';

CREATE FUNCTION freshet.find_view(name text) RETURNS oid LANGUAGE sql STABLE AS $$
  SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'm' AND (n.nspname || '.' || c.relname = name OR n.nspname = 'public' AND c.relname = name)
  ORDER BY n.nspname || '.' || c.relname = name DESC LIMIT 1
$$;
COMMENT ON FUNCTION freshet.find_view IS 'The materialized view of that name (unquoted; schema.name, or a plain name in schema public), or NULL.';

CREATE FUNCTION freshet.concurrent_refresh_obstacle(view oid, OUT reason text, OUT ddl text) LANGUAGE plpgsql STABLE AS $$
DECLARE
  name      text;
  populated boolean;
  invalid   text;
BEGIN
  SELECT format('%I.%I', n.nspname, c.relname), c.relispopulated INTO name, populated
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = view;
  IF NOT populated THEN
    reason := 'it has never been filled';
    ddl := format('REFRESH MATERIALIZED VIEW %s;', name);
  ELSIF NOT EXISTS (
      SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
      WHERE i.indrelid = view AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indisready
        AND i.indpred IS NULL AND i.indexprs IS NULL AND m.amname = 'btree') THEN
    SELECT format('REINDEX INDEX CONCURRENTLY %I.%I;', n.nspname, c.relname) INTO invalid
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE i.indrelid = view AND i.indisunique AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
      AND NOT (i.indisvalid AND i.indisready) LIMIT 1;
    reason := CASE WHEN invalid IS NULL THEN 'it has no unique index on plain columns without WHERE' ELSE 'its unique index is not valid' END;
    ddl := coalesce(invalid, format('CREATE UNIQUE INDEX CONCURRENTLY ON %s (…the columns that identify a row…);', name));
  END IF;
END $$;
COMMENT ON FUNCTION freshet.concurrent_refresh_obstacle IS 'Why REFRESH … CONCURRENTLY of a materialized view must fail, and the DDL that mends it; NULLs when it can work.';

-- It commits view by view, so it can have neither SET search_path nor SECURITY DEFINER: every name is qualified instead.
-- COMMIT is not allowed inside a block with EXCEPTION: those blocks hold the REFRESH alone. The view's lock belongs to
-- the transaction that refreshes, so nothing that ends this procedure early can leave it behind.
CREATE PROCEDURE freshet.refresh_group(group_name text) LANGUAGE plpgsql AS $$
DECLARE
  view_lock    CONSTANT int := 1179800322;  -- dev.freshet.postgres.AdvisoryLock.VIEW
  members      text[];
  member       text;
  target       record;
  settings     record;
  obstacle     record;
  refresh_id   bigint;
  chosen_mode         text;
  chosen_because  text;
  statement    text;
  read_from    timestamptz;
  rows_after   bigint;
  tries        int;
  outcome      text;
  failure_state  text;
  failure_detail text;
  failure_hint   text;
  problem      text;
  advice       text;
  failed       text[] := '{}';
  remedies     text[] := '{}';
  warned       text[];
BEGIN
  IF NOT EXISTS (SELECT FROM freshet.definition d WHERE d.kind = 'group' AND d.name = refresh_group.group_name) THEN
    RAISE EXCEPTION 'there is no group named "%"', group_name
      USING ERRCODE = 'undefined_object', HINT = 'SELECT name FROM freshet.definition WHERE kind = ''group'' lists the groups.';
  END IF;
  PERFORM freshet.close_abandoned_refreshes();
  COMMIT;

  -- A view that reads another has all the sources of that one and one more: fewest sources first is dependency order.
  WITH declared AS (
    SELECT v.name, v.position, freshet.find_view(v.name) AS oid
    FROM freshet.definition d, pg_catalog.jsonb_array_elements_text(d.body -> 'views') WITH ORDINALITY v (name, position)
    WHERE d.kind = 'group' AND d.name = refresh_group.group_name)
  SELECT pg_catalog.array_agg(m.name ORDER BY
           (SELECT pg_catalog.count(*) FROM freshet.relation_sources(m.oid) s WHERE s IN (SELECT o.oid FROM declared o)), m.position)
  INTO members FROM declared m;

  FOREACH member IN ARRAY coalesce(members, '{}') LOOP
    chosen_mode := NULL; chosen_because := NULL; outcome := NULL; problem := NULL; advice := NULL; rows_after := NULL; read_from := NULL;
    failure_state := NULL; failure_detail := NULL; failure_hint := NULL;
    warned := '{}'; tries := 0;
    refresh_id := freshet.start_refresh(member, group_name, NULL, NULL, NULL, pg_catalog.pg_backend_pid());
    COMMIT;

    SELECT c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname) AS name INTO target
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid = freshet.find_view(member);
    SELECT coalesce(d.body ->> 'refresh', 'auto') AS refresh,
           coalesce(pg_catalog.date_part('epoch', (d.body ->> 'lock-timeout')::interval) * 1000, 500)::int AS lock_timeout,
           coalesce((d.body ->> 'lock-retries')::int, 20) AS lock_retries
    INTO settings
    FROM (SELECT) nothing LEFT JOIN freshet.definition d ON d.kind = 'view' AND d.name = member;

    IF target.oid IS NULL THEN
      outcome := 'skipped';
      problem := pg_catalog.format('waits for materialized view %s, which does not exist', member);
    ELSE
      obstacle := freshet.concurrent_refresh_obstacle(target.oid);
      IF settings.refresh = 'blocking' THEN
        chosen_mode := 'blocking';
        chosen_because := 'declared blocking';
      ELSIF obstacle.reason IS NULL THEN
        chosen_mode := 'concurrently';
        chosen_because := CASE settings.refresh WHEN 'auto' THEN 'possible' ELSE 'declared concurrently' END;
      ELSIF settings.refresh = 'auto' THEN
        chosen_mode := 'blocking';
        chosen_because := obstacle.reason;
        warned := ARRAY[pg_catalog.format('readers waited: %s could not be refreshed concurrently, because %s; to mend: %s', member, obstacle.reason, obstacle.ddl)];
      ELSE
        outcome := 'failed';
        problem := pg_catalog.format('%s cannot be refreshed concurrently, because %s; to mend: %s', member, obstacle.reason, obstacle.ddl);
        advice := obstacle.ddl;
      END IF;
    END IF;
    COMMIT;

    WHILE outcome IS NULL LOOP
      PERFORM pg_catalog.set_config('lock_timeout', settings.lock_timeout || 'ms', true);
      IF NOT pg_catalog.pg_try_advisory_xact_lock(view_lock, (target.oid::bigint % 2147483648)::int) THEN
        outcome := 'skipped';
        SELECT pg_catalog.format('merged into the refresh running since %s (%s, pid %s)', r.started_at,
                 CASE WHEN r.run_id IS NULL THEN 'freshet.refresh_group' ELSE 'run ' || r.run_id END, r.backend_pid)
        INTO problem FROM freshet.materialized_view_refreshes r
        WHERE r.view_name = member AND r.status = 'running' AND r.id <> refresh_id ORDER BY r.id LIMIT 1;
        problem := coalesce(problem, 'merged into a refresh that was running');
        COMMIT;
        CONTINUE;
      END IF;
      read_from := pg_catalog.clock_timestamp();
      statement := pg_catalog.format('REFRESH MATERIALIZED VIEW %s %s', CASE chosen_mode WHEN 'concurrently' THEN 'CONCURRENTLY' ELSE '' END, target.name);
      DECLARE
        message text;
      BEGIN
        EXECUTE statement;
        outcome := 'success';
      EXCEPTION
        WHEN lock_not_available THEN
          tries := tries + 1;
          IF tries > settings.lock_retries THEN
            outcome := 'failed';
          END IF;
          GET STACKED DIAGNOSTICS failure_state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, failure_detail = PG_EXCEPTION_DETAIL, failure_hint = PG_EXCEPTION_HINT;
          problem := pg_catalog.format('%s could not be locked in %s tries of %s ms: %s', member, tries, settings.lock_timeout, message);
        WHEN query_canceled THEN
          outcome := 'cancelled';
          failure_state := '57014';
          problem := 'cancelled';
        WHEN OTHERS THEN
          outcome := 'failed';
          GET STACKED DIAGNOSTICS failure_state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, failure_detail = PG_EXCEPTION_DETAIL, failure_hint = PG_EXCEPTION_HINT;
          problem := message;
      END;
      COMMIT;
      IF outcome IS NULL THEN
        UPDATE freshet.materialized_view_refreshes r SET lock_waits = tries WHERE r.id = refresh_id;
        COMMIT;
        BEGIN
          PERFORM pg_catalog.pg_sleep(settings.lock_timeout / 1000.0 * (0.5 + pg_catalog.random()) * least(2 ^ (tries - 1), 8));
        EXCEPTION WHEN query_canceled THEN
          outcome := 'cancelled';
          failure_state := '57014';
          problem := 'cancelled while waiting for its lock';
        END;
      END IF;
    END LOOP;

    IF outcome = 'success' THEN
      problem := NULL;
      BEGIN
        PERFORM pg_catalog.set_config('lock_timeout', settings.lock_timeout || 'ms', true);
        EXECUTE pg_catalog.format('SELECT count(*) FROM %s', target.name) INTO rows_after;
      EXCEPTION WHEN OTHERS THEN
        warned := warned || pg_catalog.format('rows not counted: %s', SQLERRM);
      END;
    END IF;
    UPDATE freshet.materialized_view_refreshes r
    SET status = CASE outcome WHEN 'cancelled' THEN 'failed' ELSE outcome END, completed_at = pg_catalog.clock_timestamp(),
        mode = chosen_mode, mode_reason = chosen_because, lock_waits = tries, warnings = warned,
        row_count = rows_after, as_of = CASE outcome WHEN 'success' THEN read_from END, error_message = problem,
        error = CASE WHEN outcome IN ('failed', 'cancelled') THEN pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
          'sqlstate', failure_state, 'message', problem, 'detail', nullif(failure_detail, ''), 'hint', nullif(failure_hint, ''), 'advice', advice)) END
    WHERE r.id = refresh_id AND r.status = 'running';
    COMMIT;
    IF outcome = 'cancelled' THEN
      RAISE EXCEPTION 'refresh of group "%" was cancelled at view %', group_name, member USING ERRCODE = 'query_canceled';
    ELSIF outcome = 'failed' THEN
      failed := failed || pg_catalog.format('%s (%s)', member, problem);
      remedies := remedies || advice;
      RAISE WARNING 'view % was not refreshed: %', member, problem;
    ELSIF outcome = 'skipped' THEN
      RAISE NOTICE 'view % was skipped: %', member, problem;
    END IF;
  END LOOP;

  IF pg_catalog.cardinality(failed) > 0 THEN
    RAISE EXCEPTION 'group "%": % of % views failed: %', group_name, pg_catalog.cardinality(failed), pg_catalog.cardinality(members), pg_catalog.array_to_string(failed, '; ')
      USING HINT = pg_catalog.concat_ws(' ', 'The others are done and committed.', nullif(pg_catalog.array_to_string(remedies, ' '), ''));
  END IF;
END $$;
COMMENT ON PROCEDURE freshet.refresh_group IS 'Refreshes the views of a group in dependency order, committing each, without the service; fails at the end when a view failed. Call it outside of a transaction block: it commits.';
