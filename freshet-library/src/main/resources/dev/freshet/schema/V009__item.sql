CREATE TABLE freshet.item_list (
  run_id     bigint      CONSTRAINT item_list_pk PRIMARY KEY,
  job        text        NOT NULL,
  listed_at  timestamptz NOT NULL,
  read       bigint      NOT NULL DEFAULT 0,
  CONSTRAINT item_list_read CHECK (read >= 0)
);
COMMENT ON TABLE  freshet.item_list IS 'One row for each run that listed items; runs that go on with them refer to it by run.item_run_id.';
COMMENT ON COLUMN freshet.item_list.run_id IS 'The run that listed them.';
COMMENT ON COLUMN freshet.item_list.job IS 'Its job.';
COMMENT ON COLUMN freshet.item_list.listed_at IS 'When; the same in each of its items, so that they all stand in one partition.';
COMMENT ON COLUMN freshet.item_list.read IS 'How many items were read: always done + failed + dismissed + waiting ones.';

-- An item's end is written in the transaction of its work, so an item that is done was done once.
CREATE TABLE freshet.item (
  run_id         bigint      NOT NULL,
  number         bigint      NOT NULL,
  listed_at      timestamptz NOT NULL,
  key            text        NOT NULL,
  payload        jsonb       NOT NULL,
  state          text        NOT NULL DEFAULT 'waiting',
  attempts       int         NOT NULL DEFAULT 0,
  worked_run_id  bigint,
  ended_at       timestamptz,
  error          jsonb,
  changed_by     text,
  reason         text,
  history        jsonb       NOT NULL DEFAULT '[]',
  CONSTRAINT item_pk PRIMARY KEY (run_id, number, listed_at),
  CONSTRAINT item_key UNIQUE (run_id, key, listed_at),
  CONSTRAINT item_state CHECK (state IN ('waiting', 'done', 'failed', 'dismissed')),
  CONSTRAINT item_error CHECK (state <> 'failed' OR error IS NOT NULL)
) PARTITION BY RANGE (listed_at);
CREATE TABLE freshet.item_default PARTITION OF freshet.item DEFAULT;
CREATE INDEX item_by_state ON freshet.item (run_id, state, number);
COMMENT ON TABLE  freshet.item IS 'One unit of a run''s work: it waits, is done, failed, or was dismissed by somebody.';
COMMENT ON COLUMN freshet.item.run_id IS 'The run that listed it.';
COMMENT ON COLUMN freshet.item.number IS 'Its place in the list, from 1.';
COMMENT ON COLUMN freshet.item.listed_at IS 'When its run listed it; says which partition it stands in.';
COMMENT ON COLUMN freshet.item.key IS 'What the job calls it; unique within the list.';
COMMENT ON COLUMN freshet.item.payload IS 'What its work is given.';
COMMENT ON COLUMN freshet.item.state IS 'waiting, done, failed or dismissed.';
COMMENT ON COLUMN freshet.item.attempts IS 'How often its work came to an end, good or bad.';
COMMENT ON COLUMN freshet.item.worked_run_id IS 'The run that worked on it last.';
COMMENT ON COLUMN freshet.item.ended_at IS 'When it was done, failed or was dismissed.';
COMMENT ON COLUMN freshet.item.error IS 'Why it failed last: sqlState, message, detail, hint, position, advice. Stays while it waits for another try.';
COMMENT ON COLUMN freshet.item.changed_by IS 'Who edited, re-injected or dismissed it last.';
COMMENT ON COLUMN freshet.item.reason IS 'Why it was dismissed.';
COMMENT ON COLUMN freshet.item.history IS 'What befell it, oldest first: at, what (failed, edited, re-injected, dismissed, restored), by, run, message.';

-- What is done or was dismissed is not worked on; what is done stays done.
CREATE FUNCTION freshet.guard_item_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF old.state <> new.state AND NOT (CASE old.state
       WHEN 'waiting'   THEN new.state IN ('done', 'failed', 'dismissed')
       WHEN 'failed'    THEN new.state IN ('waiting', 'dismissed')
       WHEN 'dismissed' THEN new.state IN ('waiting', 'failed')
       ELSE false END) THEN
    RAISE EXCEPTION 'item % of run % cannot go from % to %', old.key, old.run_id, old.state, new.state
      USING ERRCODE = 'check_violation', HINT = 'See freshet.item.state for the order of states.';
  END IF;
  RETURN new;
END $$;
CREATE TRIGGER guard_transition BEFORE UPDATE OF state ON freshet.item FOR EACH ROW EXECUTE FUNCTION freshet.guard_item_transition();

CREATE TABLE freshet.checkpoint (
  run_id    bigint      CONSTRAINT checkpoint_pk PRIMARY KEY,
  value     jsonb       NOT NULL,
  saved_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE  freshet.checkpoint IS 'How far the work of runs has come, in the words of their Java handlers; written in the transaction of the work.';
COMMENT ON COLUMN freshet.checkpoint.value IS 'What the handler saved last; a run that goes on from a stopped one begins with its value.';

-- A queued run may be stopped before it begins, and goes on when somebody resumes it.
CREATE OR REPLACE FUNCTION freshet.guard_run_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF old.state IS DISTINCT FROM new.state AND NOT (CASE old.state
       WHEN 'queued'   THEN new.state IN ('running', 'cancelled', 'skipped', 'failed', 'lost', 'stopped')
       WHEN 'running'  THEN new.state IN ('queued', 'stopping', 'succeeded', 'failed', 'cancelled', 'lost', 'stopped')
       WHEN 'stopping' THEN new.state IN ('queued', 'succeeded', 'failed', 'cancelled', 'lost', 'stopped')
       ELSE false END) THEN
    RAISE EXCEPTION 'run % cannot go from % to %', old.id, old.state, new.state
      USING ERRCODE = 'check_violation', HINT = 'See freshet.run.state for the order of states.';
  END IF;
  RETURN new;
END $$;
CREATE INDEX run_by_resumed ON freshet.run (resumes_run_id) WHERE resumes_run_id IS NOT NULL;
