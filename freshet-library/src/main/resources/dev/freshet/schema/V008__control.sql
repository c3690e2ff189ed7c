ALTER TABLE freshet.run
  ADD COLUMN stop_requested_at timestamptz,
  ADD COLUMN stop_requested_by text,
  ADD COLUMN stop_reason       text,
  ADD COLUMN item_run_id       bigint,
  ADD COLUMN checks            jsonb   NOT NULL DEFAULT '[]',
  ADD COLUMN cost              jsonb,
  ADD COLUMN slow_since        timestamptz,
  ADD COLUMN awaits_approval   boolean NOT NULL DEFAULT false,
  ADD COLUMN approved_by       text,
  ADD COLUMN backfill_id       bigint;
COMMENT ON COLUMN freshet.run.stop_requested_at IS 'When somebody asked it to end at its next checkpoint.';
COMMENT ON COLUMN freshet.run.stop_requested_by IS 'Who asked.';
COMMENT ON COLUMN freshet.run.stop_reason IS 'Why it was asked to stop.';
COMMENT ON COLUMN freshet.run.item_run_id IS 'The run whose items it works on: the first one, which listed them, or itself; NULL where there are no items.';
COMMENT ON COLUMN freshet.run.checks IS 'What the checks said when the work was done: a list of name, outcome (passed, warned, failed, error) and detail.';
COMMENT ON COLUMN freshet.run.cost IS 'What it cost, as far as PostgreSQL tells.';
COMMENT ON COLUMN freshet.run.slow_since IS 'Since when it takes longer than its job usually does, by the job''s slow-factor.';
COMMENT ON COLUMN freshet.run.awaits_approval IS 'Whether it stopped because it would change more than its job allows without asking.';
COMMENT ON COLUMN freshet.run.approved_by IS 'Who allowed it to change more than its job does without asking.';
COMMENT ON COLUMN freshet.run.backfill_id IS 'The backfill it is a slice of.';
CREATE INDEX run_by_items ON freshet.run (item_run_id) WHERE item_run_id IS NOT NULL;
