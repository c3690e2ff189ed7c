ALTER TABLE freshet.tick
  DROP CONSTRAINT tick_outcome,
  ADD CONSTRAINT tick_outcome CHECK (outcome IN ('fired', 'merged', 'skipped', 'shadowed'));
COMMENT ON COLUMN freshet.tick.outcome IS
  'fired (a run of its own), merged (answered by the run of another tick), skipped, shadowed (only accounted for, beside another scheduler).';
COMMENT ON COLUMN freshet.tick.reason IS 'Why it was merged or skipped; of a shadowed one, what would have become of it.';
