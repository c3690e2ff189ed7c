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
