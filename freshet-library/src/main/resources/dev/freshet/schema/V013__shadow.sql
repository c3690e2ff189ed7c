ALTER TABLE freshet.tick DROP CONSTRAINT tick_outcome;
-- Partitions were made with a constraint of their own before they were attached: it outlives the one they inherit.
DO $$
DECLARE
  child regclass;
BEGIN
  FOR child IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'freshet.tick'::regclass LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS tick_outcome', child);
  END LOOP;
END $$;
ALTER TABLE freshet.tick ADD CONSTRAINT tick_outcome CHECK (outcome IN ('fired', 'merged', 'skipped', 'moved', 'shadowed'));
COMMENT ON COLUMN freshet.tick.outcome IS
  'fired (a run of its own), merged (answered by the run of another tick), skipped, moved (waits for the moment somebody moved it to), shadowed (only accounted for, beside another scheduler).';
COMMENT ON COLUMN freshet.tick.reason IS 'Why it was merged or skipped; of a shadowed one, what would have become of it.';
