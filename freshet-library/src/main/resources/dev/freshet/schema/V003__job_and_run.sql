CREATE TABLE freshet.job (
  name             text    CONSTRAINT job_pk PRIMARY KEY,
  type             text    NOT NULL,
  owner            text,
  definition       jsonb   NOT NULL,
  deployment_id    bigint,
  schedule         jsonb,
  evaluated_until  timestamptz,
  next_tick_at     timestamptz,
  paused_at        timestamptz,
  paused_until     timestamptz,
  paused_by        text,
  pause_reason     text,
  retired_at       timestamptz
);
CREATE INDEX job_due ON freshet.job (next_tick_at) WHERE retired_at IS NULL AND next_tick_at IS NOT NULL;
CREATE INDEX job_after ON freshet.job ((schedule ->> 'after')) WHERE retired_at IS NULL;
COMMENT ON TABLE  freshet.job IS 'One row for each job ever defined, with its operational state.';
COMMENT ON COLUMN freshet.job.type IS 'sql, procedure, refresh, …';
COMMENT ON COLUMN freshet.job.definition IS 'The definition with every default filled in.';
COMMENT ON COLUMN freshet.job.schedule IS 'The schedule part of the definition; when it changes, ticks are counted from that moment on.';
COMMENT ON COLUMN freshet.job.evaluated_until IS 'Every tick up to and including this instant is in the ledger.';
COMMENT ON COLUMN freshet.job.next_tick_at IS 'The first tick after evaluated_until; NULL where the job has no schedule of its own.';
COMMENT ON COLUMN freshet.job.paused_at IS 'Since when no tick fires (ticks are recorded as skipped meanwhile).';
COMMENT ON COLUMN freshet.job.paused_until IS 'When the pause ends by itself, or NULL.';
COMMENT ON COLUMN freshet.job.retired_at IS 'When the definition went away; history stays.';

-- A run stays in run_active until it ends; the one UPDATE that ends it also moves it to the partition of its outcome and
-- time. So the table that is claimed from stays small, and old history goes by dropping a partition.
CREATE SEQUENCE freshet.run_id_seq;
CREATE TABLE freshet.run (
  id                  bigint      NOT NULL DEFAULT nextval('freshet.run_id_seq'),
  history             text        NOT NULL DEFAULT 'active',
  job                 text        NOT NULL,
  state               text        NOT NULL DEFAULT 'queued',
  trigger             text        NOT NULL,
  actor               text        NOT NULL,
  parameters          jsonb       NOT NULL DEFAULT '{}',
  scheduled_for       timestamptz,
  logical_time        timestamptz NOT NULL DEFAULT clock_timestamp(),
  queued_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
  available_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at          timestamptz,
  ended_at            timestamptz,
  attempt             int         NOT NULL DEFAULT 0,
  attempt_id          bigint,
  node_id             bigint,
  exclusive           boolean     NOT NULL DEFAULT true,
  held_because        text,
  priority            int         NOT NULL DEFAULT 0,
  cancel_requested_at timestamptz,
  cancel_requested_by text,
  cancel_reason       text,
  progress_done       bigint,
  progress_total      bigint,
  progress_note       text,
  rows_affected       bigint,
  error               jsonb,
  metrics             jsonb       NOT NULL DEFAULT '{}',
  deployment_id       bigint,
  upstream_run_id     bigint,
  retries_run_id      bigint,
  resumes_run_id      bigint,
  idempotency_key     text,
  CONSTRAINT run_state CHECK (state IN ('queued', 'running', 'stopping', 'succeeded', 'failed', 'cancelled', 'lost', 'stopped', 'skipped')),
  CONSTRAINT run_trigger CHECK (trigger IN ('schedule', 'manual', 'api', 'sql', 'dependency', 'freshness', 'retry', 'backfill')),
  CONSTRAINT run_history CHECK (history = CASE WHEN state IN ('queued', 'running', 'stopping') THEN 'active'
                                               WHEN state IN ('succeeded', 'skipped') THEN 'succeeded' ELSE 'failed' END),
  CONSTRAINT run_ended CHECK ((ended_at IS NULL) = (history = 'active'))
) PARTITION BY LIST (history);
CREATE TABLE freshet.run_active PARTITION OF freshet.run FOR VALUES IN ('active') WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000);
CREATE TABLE freshet.run_succeeded PARTITION OF freshet.run FOR VALUES IN ('succeeded') PARTITION BY RANGE (ended_at);
CREATE TABLE freshet.run_succeeded_default PARTITION OF freshet.run_succeeded DEFAULT;
CREATE TABLE freshet.run_failed PARTITION OF freshet.run FOR VALUES IN ('failed') PARTITION BY RANGE (ended_at);
CREATE TABLE freshet.run_failed_default PARTITION OF freshet.run_failed DEFAULT;
CREATE INDEX run_by_id ON freshet.run (id);
CREATE INDEX run_by_job ON freshet.run (job, id DESC);
CREATE INDEX run_by_idempotency_key ON freshet.run (job, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE UNIQUE INDEX run_active_id ON freshet.run_active (id);
CREATE INDEX run_claimable ON freshet.run_active (priority DESC, available_at, id) WHERE state = 'queued' AND held_because IS NULL;
-- The law behind "a job never overlaps itself", whatever any node believes.
CREATE UNIQUE INDEX run_one_at_a_time ON freshet.run_active (job) WHERE exclusive AND state IN ('running', 'stopping');
COMMENT ON TABLE  freshet.run IS 'One piece of work owed by a job; active, succeeded and failed ones together.';
COMMENT ON COLUMN freshet.run.history IS 'Which part of history the run is in: active, succeeded or failed; follows from state.';
COMMENT ON COLUMN freshet.run.state IS 'queued, running, stopping, then succeeded, failed, cancelled, lost, stopped or skipped.';
COMMENT ON COLUMN freshet.run.trigger IS 'Why the run exists: schedule, manual, api, sql, dependency, freshness, retry or backfill.';
COMMENT ON COLUMN freshet.run.actor IS 'Who or what asked for it.';
COMMENT ON COLUMN freshet.run.scheduled_for IS 'The tick it was fired by.';
COMMENT ON COLUMN freshet.run.logical_time IS 'The moment the run is about: its tick, or when it was asked for.';
COMMENT ON COLUMN freshet.run.available_at IS 'Not claimed before this moment (a retry waits here).';
COMMENT ON COLUMN freshet.run.attempt IS 'How many attempts have begun.';
COMMENT ON COLUMN freshet.run.attempt_id IS 'The attempt in charge: the fencing token. Writes under another token change nothing.';
COMMENT ON COLUMN freshet.run.exclusive IS 'Whether the job forbids a second run beside this one.';
COMMENT ON COLUMN freshet.run.held_because IS 'Why a queued run must not start (the run it follows was cancelled by hand); the next tick releases it.';
COMMENT ON COLUMN freshet.run.error IS 'The last error: sqlstate, message, detail, hint, position, advice.';
COMMENT ON COLUMN freshet.run.deployment_id IS 'The deployment in force when it was queued.';

CREATE TABLE freshet.attempt (
  id           bigint      NOT NULL,
  history      text        NOT NULL DEFAULT 'active',
  run_id       bigint      NOT NULL,
  number       int         NOT NULL,
  state        text        NOT NULL DEFAULT 'running',
  node_id      bigint      NOT NULL,
  started_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at     timestamptz,
  backend_pids int[]       NOT NULL DEFAULT '{}',
  error        jsonb,
  CONSTRAINT attempt_state CHECK (state IN ('running', 'stopping', 'succeeded', 'failed', 'cancelled', 'lost', 'stopped')),
  CONSTRAINT attempt_history CHECK (history = CASE WHEN state IN ('running', 'stopping') THEN 'active'
                                                   WHEN state = 'succeeded' THEN 'succeeded' ELSE 'failed' END),
  CONSTRAINT attempt_ended CHECK ((ended_at IS NULL) = (history = 'active'))
) PARTITION BY LIST (history);
CREATE TABLE freshet.attempt_active PARTITION OF freshet.attempt FOR VALUES IN ('active');
CREATE TABLE freshet.attempt_succeeded PARTITION OF freshet.attempt FOR VALUES IN ('succeeded') PARTITION BY RANGE (ended_at);
CREATE TABLE freshet.attempt_succeeded_default PARTITION OF freshet.attempt_succeeded DEFAULT;
CREATE TABLE freshet.attempt_failed PARTITION OF freshet.attempt FOR VALUES IN ('failed') PARTITION BY RANGE (ended_at);
CREATE TABLE freshet.attempt_failed_default PARTITION OF freshet.attempt_failed DEFAULT;
CREATE SEQUENCE freshet.attempt_id_seq;
CREATE INDEX attempt_by_run ON freshet.attempt (run_id);
CREATE UNIQUE INDEX attempt_active_id ON freshet.attempt_active (id);
CREATE UNIQUE INDEX attempt_one_per_run ON freshet.attempt_active (run_id);
COMMENT ON TABLE  freshet.attempt IS 'One try at a run on one node; its id is the fencing token of everything it writes.';
COMMENT ON COLUMN freshet.attempt.backend_pids IS 'The PostgreSQL backends that work or worked for it.';

-- An illegal transition is impossible, whoever writes.
CREATE FUNCTION freshet.guard_run_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF old.state IS DISTINCT FROM new.state AND NOT (CASE old.state
       WHEN 'queued'   THEN new.state IN ('running', 'cancelled', 'skipped', 'failed', 'lost')
       WHEN 'running'  THEN new.state IN ('queued', 'stopping', 'succeeded', 'failed', 'cancelled', 'lost', 'stopped')
       WHEN 'stopping' THEN new.state IN ('queued', 'succeeded', 'failed', 'cancelled', 'lost', 'stopped')
       ELSE false END) THEN
    RAISE EXCEPTION 'run % cannot go from % to %', old.id, old.state, new.state
      USING ERRCODE = 'check_violation', HINT = 'See freshet.run.state for the order of states.';
  END IF;
  RETURN new;
END $$;
CREATE TRIGGER guard_transition BEFORE UPDATE ON freshet.run FOR EACH ROW EXECUTE FUNCTION freshet.guard_run_transition();

CREATE FUNCTION freshet.guard_attempt_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF old.state IS DISTINCT FROM new.state AND NOT (CASE old.state
       WHEN 'running'  THEN new.state IN ('stopping', 'succeeded', 'failed', 'cancelled', 'lost', 'stopped')
       WHEN 'stopping' THEN new.state IN ('succeeded', 'failed', 'cancelled', 'lost', 'stopped')
       ELSE false END) THEN
    RAISE EXCEPTION 'attempt % of run % cannot go from % to %', old.id, old.run_id, old.state, new.state
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN new;
END $$;
CREATE TRIGGER guard_transition BEFORE UPDATE ON freshet.attempt FOR EACH ROW EXECUTE FUNCTION freshet.guard_attempt_transition();

CREATE TABLE freshet.log_line (
  run_id     bigint      NOT NULL,
  attempt    int         NOT NULL,
  number     int         NOT NULL,
  history    text        NOT NULL DEFAULT 'recent',
  logged_at  timestamptz NOT NULL,
  level      text        NOT NULL CONSTRAINT log_line_level CHECK (level IN ('debug', 'info', 'notice', 'warn', 'error')),
  message    text        NOT NULL,
  CONSTRAINT log_line_history CHECK (history IN ('recent', 'failed'))
) PARTITION BY LIST (history);
CREATE TABLE freshet.log_line_recent PARTITION OF freshet.log_line FOR VALUES IN ('recent') PARTITION BY RANGE (logged_at);
CREATE TABLE freshet.log_line_recent_default PARTITION OF freshet.log_line_recent DEFAULT;
CREATE TABLE freshet.log_line_failed PARTITION OF freshet.log_line FOR VALUES IN ('failed') PARTITION BY RANGE (logged_at);
CREATE TABLE freshet.log_line_failed_default PARTITION OF freshet.log_line_failed DEFAULT;
CREATE INDEX log_line_by_run ON freshet.log_line (run_id, attempt, number);
COMMENT ON TABLE  freshet.log_line IS 'The live log of runs, PostgreSQL''s notices included.';
COMMENT ON COLUMN freshet.log_line.number IS 'Order within the attempt, from 1.';
COMMENT ON COLUMN freshet.log_line.history IS 'recent, or failed when the run failed and the line is kept longer.';

-- Runs with its owner's rights, so that an application needs none on the tables; who may call it is for the owner to say.
CREATE FUNCTION freshet.enqueue(job text, params jsonb DEFAULT '{}') RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  target freshet.job;
  run_id bigint;
BEGIN
  SELECT * INTO target FROM freshet.job j WHERE j.name = enqueue.job AND j.retired_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no job named "%"', enqueue.job
      USING ERRCODE = 'undefined_object', HINT = 'SELECT name FROM freshet.job WHERE retired_at IS NULL lists the jobs.';
  END IF;
  IF jsonb_typeof(coalesce(params, '{}')) <> 'object' THEN
    RAISE EXCEPTION 'parameters of a run must be a JSON object, not %', jsonb_typeof(params)
      USING ERRCODE = 'invalid_parameter_value', HINT = 'For example: SELECT freshet.enqueue(''job'', ''{"customer": 7}'').';
  END IF;
  INSERT INTO freshet.run (job, trigger, actor, parameters, exclusive, deployment_id)
  VALUES (target.name, 'sql', session_user, coalesce(params, '{}'), coalesce(target.definition ->> 'overlap', 'coalesce') <> 'allow', target.deployment_id)
  RETURNING id INTO run_id;
  PERFORM pg_notify('freshet', 'run');
  RETURN run_id;
END $$;
REVOKE ALL ON FUNCTION freshet.enqueue(text, jsonb) FROM PUBLIC;
COMMENT ON FUNCTION freshet.enqueue IS 'Queues a run of a job if and only if the calling transaction commits; returns the run''s id. An application''s role needs USAGE on schema freshet and EXECUTE on this function, and nothing else.';

-- Partitions ----------------------------------------------------------------------------------------------------------
CREATE FUNCTION freshet.create_partition(parent regclass, step text, at timestamptz) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  relation text := (SELECT relname FROM pg_class WHERE oid = parent);
  key      text := (SELECT attname FROM pg_partitioned_table p JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0] WHERE p.partrelid = parent);
  low      timestamptz := date_trunc(step, at, 'UTC');
  high     timestamptz := (date_trunc(step, at AT TIME ZONE 'UTC') + ('1 ' || step)::interval) AT TIME ZONE 'UTC';
  name     text := relation || '_' || to_char(low AT TIME ZONE 'UTC', 'YYYYMMDD');
  columns  text := (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
                    WHERE attrelid = parent AND attnum > 0 AND NOT attisdropped AND attgenerated = '');
BEGIN
  IF to_regclass(format('freshet.%I', name)) IS NOT NULL THEN
    RETURN NULL;
  END IF;
  -- Rows that came before their partition wait in the default partition and move over. Its lock is taken at once in the
  -- strength that ATTACH needs: raising it later could deadlock with a writer.
  EXECUTE format('LOCK TABLE freshet.%I IN ACCESS EXCLUSIVE MODE', relation || '_default');
  EXECUTE format('CREATE TABLE freshet.%I (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED)', name, parent);
  EXECUTE format('WITH moved AS (DELETE FROM freshet.%I WHERE %I >= %L AND %I < %L RETURNING %s) INSERT INTO freshet.%I (%s) SELECT * FROM moved',
                 relation || '_default', key, low, key, high, columns, name, columns);
  EXECUTE format('ALTER TABLE %s ATTACH PARTITION freshet.%I FOR VALUES FROM (%L) TO (%L)', parent, name, low, high);
  RETURN name;
END $$;
COMMENT ON FUNCTION freshet.create_partition IS 'Creates the partition of a table that holds an instant (step: day, week or month in UTC); NULL where it exists.';

CREATE FUNCTION freshet.drop_partitions(parent regclass, older_than timestamptz) RETURNS SETOF text
LANGUAGE plpgsql AS $$
DECLARE
  child record;
  high  timestamptz;
BEGIN
  FOR child IN
    SELECT c.oid, c.relname, pg_get_expr(c.relpartbound, c.oid) AS bound
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = parent AND pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT'
  LOOP
    high := (regexp_match(child.bound, 'TO \(''([^'']+)''\)'))[1]::timestamptz;
    IF high <= older_than THEN
      EXECUTE format('DROP TABLE freshet.%I', child.relname);
      RETURN NEXT child.relname;
    END IF;
  END LOOP;
END $$;
COMMENT ON FUNCTION freshet.drop_partitions IS 'Drops the partitions of a table whose every row is older than an instant; returns their names.';

CREATE FUNCTION freshet.attempt_may_write(run bigint, attempt bigint) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM freshet.attempt a WHERE a.run_id = run AND a.id = attempt AND a.state <> 'lost');
COMMENT ON FUNCTION freshet.attempt_may_write IS 'Whether what an attempt writes about itself still counts: not once it was declared lost.';

CREATE FUNCTION freshet.run_failed_since(run bigint, since timestamptz) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM freshet.run r WHERE r.id = run AND r.history = 'failed' AND r.ended_at >= since);
COMMENT ON FUNCTION freshet.run_failed_since IS 'Whether a run ended badly after an instant.';
