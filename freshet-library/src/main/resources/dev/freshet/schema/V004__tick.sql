CREATE TABLE freshet.tick (
  job           text        NOT NULL,
  scheduled_for timestamptz NOT NULL,
  outcome       text        NOT NULL CONSTRAINT tick_outcome CHECK (outcome IN ('fired', 'merged', 'skipped')),
  reason        text,
  run_id        bigint,
  local_times   text[]      NOT NULL DEFAULT '{}',
  evaluated_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  node_id       bigint,
  CONSTRAINT tick_unique UNIQUE (job, scheduled_for)
) PARTITION BY RANGE (scheduled_for);
CREATE TABLE freshet.tick_default PARTITION OF freshet.tick DEFAULT;
COMMENT ON TABLE  freshet.tick IS 'The ledger: a row for every due moment of every schedule, with what became of it.';
COMMENT ON COLUMN freshet.tick.outcome IS 'fired (a run of its own), merged (answered by the run of another tick), skipped.';
COMMENT ON COLUMN freshet.tick.reason IS 'Why it was merged or skipped.';
COMMENT ON COLUMN freshet.tick.run_id IS 'The run that answers for it; NULL where it was skipped.';
COMMENT ON COLUMN freshet.tick.local_times IS 'The wall-clock times that fell on this instant: more than one where daylight saving merged them.';
COMMENT ON COLUMN freshet.tick.node_id IS 'The node that evaluated it.';
