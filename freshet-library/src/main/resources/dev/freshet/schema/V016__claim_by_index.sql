-- A queued run is in one of the first two. Those that may overlap are claimed in the order of all; of those that exclude
-- each other, only the first of each job is looked at, however many wait behind it.
DROP INDEX freshet.run_claimable;
CREATE INDEX run_claimable ON freshet.run_active (priority DESC, available_at, id)
  WHERE state = 'queued' AND held_because IS NULL AND NOT exclusive;
CREATE INDEX run_first_in_line ON freshet.run_active (job, priority DESC, id)
  WHERE state = 'queued' AND held_because IS NULL AND exclusive;
CREATE INDEX run_in_hand ON freshet.run_active (node_id, attempt_id) WHERE state IN ('running', 'stopping');
CREATE INDEX run_next_available ON freshet.run_active (available_at) WHERE state = 'queued' AND held_because IS NULL;

-- What changes no state needs no judge, nor does the way that nearly every run takes.
DROP TRIGGER guard_transition ON freshet.run;
CREATE TRIGGER guard_transition BEFORE UPDATE ON freshet.run FOR EACH ROW
  WHEN (old.state IS DISTINCT FROM new.state AND (old.state, new.state) NOT IN (('queued', 'running'), ('running', 'succeeded')))
  EXECUTE FUNCTION freshet.guard_run_transition();
DROP TRIGGER guard_transition ON freshet.attempt;
CREATE TRIGGER guard_transition BEFORE UPDATE ON freshet.attempt FOR EACH ROW
  WHEN (old.state IS DISTINCT FROM new.state AND (old.state, new.state) <> ('running', 'succeeded'))
  EXECUTE FUNCTION freshet.guard_attempt_transition();
