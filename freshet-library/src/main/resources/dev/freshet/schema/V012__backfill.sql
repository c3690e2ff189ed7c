-- The moment a run's stretch of time ends: the next tick, or the end of a backfill's slice.
ALTER TABLE freshet.run ADD COLUMN logical_end timestamptz;
COMMENT ON COLUMN freshet.run.logical_end IS 'Where the stretch of time it is about ends: the tick after its own, or the end of its backfill''s slice; NULL where nobody says.';

-- What people ordered for single ticks --------------------------------------------------------------------------------
ALTER TABLE freshet.tick DROP CONSTRAINT tick_outcome;
ALTER TABLE freshet.tick ADD CONSTRAINT tick_outcome CHECK (outcome IN ('fired', 'merged', 'skipped', 'moved'));
COMMENT ON COLUMN freshet.tick.outcome IS 'fired (a run of its own), merged (answered by the run of another tick), skipped, moved (waits for the moment somebody moved it to).';

CREATE TABLE freshet.tick_order (
  job            text        NOT NULL,
  scheduled_for  timestamptz NOT NULL,
  act            text        NOT NULL CONSTRAINT tick_order_act CHECK (act IN ('skip', 'move')),
  moved_to       timestamptz,
  state          text        NOT NULL DEFAULT 'pending' CONSTRAINT tick_order_state CHECK (state IN ('pending', 'done', 'lapsed')),
  ordered_by     text        NOT NULL,
  reason         text,
  ordered_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  settled_at     timestamptz,
  settled_because text,
  CONSTRAINT tick_order_unique UNIQUE (job, scheduled_for),
  CONSTRAINT tick_order_moved CHECK ((act = 'move') = (moved_to IS NOT NULL)),
  CONSTRAINT tick_order_settled CHECK ((state = 'pending') = (settled_at IS NULL))
);
CREATE INDEX tick_order_pending ON freshet.tick_order (job) WHERE state = 'pending';
COMMENT ON TABLE  freshet.tick_order IS 'What people ordered for single ticks that lie ahead: skip it, or fire it at another moment.';
COMMENT ON COLUMN freshet.tick_order.act IS 'skip or move.';
COMMENT ON COLUMN freshet.tick_order.moved_to IS 'When a moved tick fires.';
COMMENT ON COLUMN freshet.tick_order.state IS 'pending; done, when the ledger accounted for it; lapsed, when the tick went away with its schedule.';
COMMENT ON COLUMN freshet.tick_order.settled_because IS 'Why it lapsed.';

-- Backfills -----------------------------------------------------------------------------------------------------------
CREATE TABLE freshet.backfill (
  id            bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT backfill_pk PRIMARY KEY,
  job           text        NOT NULL,
  starts_at     timestamptz NOT NULL,
  ends_at       timestamptz NOT NULL,
  slice         text        NOT NULL,
  time_zone     text        NOT NULL,
  parallel      int         NOT NULL CONSTRAINT backfill_parallel CHECK (parallel > 0),
  beside        boolean     NOT NULL,
  newest_first  boolean     NOT NULL,
  fail_fast     boolean     NOT NULL,
  parameters    jsonb       NOT NULL DEFAULT '{}',
  state         text        NOT NULL DEFAULT 'running' CONSTRAINT backfill_state CHECK (state IN ('running', 'stopped', 'succeeded', 'failed', 'cancelled')),
  slices        int         NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_by    text        NOT NULL,
  reason        text,
  running_since timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at      timestamptz,
  note          text,
  CONSTRAINT backfill_range CHECK (starts_at < ends_at),
  CONSTRAINT backfill_ended CHECK ((ended_at IS NULL) = (state IN ('running', 'stopped')))
);
CREATE INDEX backfill_open ON freshet.backfill (id) WHERE state IN ('running', 'stopped');
CREATE INDEX backfill_by_job ON freshet.backfill (job, id DESC);
COMMENT ON TABLE  freshet.backfill IS 'A job run again for a stretch of the past, slice by slice.';
COMMENT ON COLUMN freshet.backfill.starts_at IS 'The stretch begins here, inclusive.';
COMMENT ON COLUMN freshet.backfill.ends_at IS 'The stretch ends here, exclusive.';
COMMENT ON COLUMN freshet.backfill.slice IS 'ticks: a slice for each tick of the job''s schedule; else how wide a slice is: 1d, 6h, 1month.';
COMMENT ON COLUMN freshet.backfill.time_zone IS 'Whose days, weeks and months slices are.';
COMMENT ON COLUMN freshet.backfill.parallel IS 'At most so many slices at once.';
COMMENT ON COLUMN freshet.backfill.beside IS 'Whether its runs run beside each other and beside the job''s other runs although the job forbids that.';
COMMENT ON COLUMN freshet.backfill.fail_fast IS 'Whether a slice that fails keeps further ones from starting.';
COMMENT ON COLUMN freshet.backfill.state IS 'running; stopped (no new slices, can be resumed); succeeded, failed (a slice did not succeed), cancelled.';
COMMENT ON COLUMN freshet.backfill.slices IS 'How many slices it has.';
COMMENT ON COLUMN freshet.backfill.running_since IS 'Since when it runs: its start, or when it was last resumed or retried; its rate is counted from there.';
COMMENT ON COLUMN freshet.backfill.note IS 'Who stopped or cancelled it and why, or what ended it.';

CREATE TABLE freshet.backfill_slice (
  backfill_id bigint      NOT NULL CONSTRAINT backfill_slice_of REFERENCES freshet.backfill ON DELETE CASCADE,
  number      int         NOT NULL,
  starts_at   timestamptz NOT NULL,
  ends_at     timestamptz NOT NULL,
  state       text        NOT NULL DEFAULT 'waiting' CONSTRAINT backfill_slice_state
                CHECK (state IN ('waiting', 'active', 'succeeded', 'failed', 'cancelled', 'lost', 'stopped', 'skipped')),
  run_id      bigint,
  runs        int         NOT NULL DEFAULT 0,
  started_at  timestamptz,
  ended_at    timestamptz,
  CONSTRAINT backfill_slice_pk PRIMARY KEY (backfill_id, number),
  CONSTRAINT backfill_slice_range CHECK (starts_at < ends_at)
);
CREATE INDEX backfill_slice_open ON freshet.backfill_slice (backfill_id, number) WHERE state IN ('waiting', 'active');
COMMENT ON TABLE  freshet.backfill_slice IS 'One slice of a backfill: a run with the slice''s start as its logical time.';
COMMENT ON COLUMN freshet.backfill_slice.number IS 'Order in time, from 1.';
COMMENT ON COLUMN freshet.backfill_slice.state IS 'waiting; active (its run has not ended); then how its run ended.';
COMMENT ON COLUMN freshet.backfill_slice.run_id IS 'Its newest run.';
COMMENT ON COLUMN freshet.backfill_slice.runs IS 'How many runs it has had.';

CREATE FUNCTION freshet.run_outcome(run bigint, OUT state text, OUT started_at timestamptz, OUT ended_at timestamptz)
LANGUAGE sql STABLE AS $$ SELECT r.state, r.started_at, r.ended_at FROM freshet.run r WHERE r.id = run $$;
COMMENT ON FUNCTION freshet.run_outcome IS 'How a run is, when it began and when it ended; NULLs where it is not kept any more.';
