-- What runs changed in the tables their jobs track. Rows are kept up to a cap; the counts are exact beyond it. Counts are
-- rows of their own for each statement, so that items of one run that work side by side never wait for each other.
CREATE SEQUENCE freshet.change_number_seq;
CREATE TABLE freshet.change (
  number      bigint      NOT NULL DEFAULT nextval('freshet.change_number_seq'),
  run_id      bigint      NOT NULL,
  attempt_id  bigint      NOT NULL,
  relation    text        NOT NULL,
  kind        text        NOT NULL CONSTRAINT change_kind CHECK (kind IN ('insert', 'update', 'delete', 'truncate')),
  key         jsonb,
  before      jsonb,
  after       jsonb,
  columns     text[]      NOT NULL DEFAULT '{}',
  applied     boolean     NOT NULL DEFAULT true,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
) PARTITION BY RANGE (recorded_at);
CREATE TABLE freshet.change_default PARTITION OF freshet.change DEFAULT;
CREATE INDEX change_by_run ON freshet.change (run_id, number);
COMMENT ON TABLE  freshet.change IS 'A row that a run changed, before and after; at most so many of a table and run as its job keeps.';
COMMENT ON COLUMN freshet.change.number IS 'Order of the changes.';
COMMENT ON COLUMN freshet.change.attempt_id IS 'The attempt that made it: the work of an attempt that was rolled back is not here.';
COMMENT ON COLUMN freshet.change.relation IS 'The table as the job names it; a partition is shown as the table it belongs to.';
COMMENT ON COLUMN freshet.change.kind IS 'insert, update, delete, or truncate for a row that a TRUNCATE removed.';
COMMENT ON COLUMN freshet.change.key IS 'The primary key, of the row before where there was one; NULL without a primary key.';
COMMENT ON COLUMN freshet.change.before IS 'The row before, NULL for an insert; what the job redacts is masked.';
COMMENT ON COLUMN freshet.change.after IS 'The row after, NULL where it was removed; what the job redacts is masked.';
COMMENT ON COLUMN freshet.change.columns IS 'The columns that differ, those whose values are masked included.';
COMMENT ON COLUMN freshet.change.applied IS 'False where the change was rolled back: what the run would have done.';

CREATE TABLE freshet.change_count (
  run_id      bigint      NOT NULL,
  attempt_id  bigint      NOT NULL,
  relation    text        NOT NULL,
  kind        text        NOT NULL CONSTRAINT change_count_kind CHECK (kind IN ('insert', 'update', 'delete', 'truncate', 'share')),
  row_count   bigint      NOT NULL,
  kept        int         NOT NULL DEFAULT 0,
  bytes       bigint      NOT NULL DEFAULT 0,
  keys        bigint[],
  rows_before bigint,
  estimated   boolean     NOT NULL DEFAULT false,
  applied     boolean     NOT NULL DEFAULT true,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
) PARTITION BY RANGE (recorded_at);
CREATE TABLE freshet.change_count_default PARTITION OF freshet.change_count DEFAULT;
CREATE INDEX change_count_by_run ON freshet.change_count (run_id);
COMMENT ON TABLE  freshet.change_count IS 'How many rows one statement of a run changed; they add up to what the run did. Kind share: how much of the table the run touched.';
COMMENT ON COLUMN freshet.change_count.row_count IS 'Rows changed; for kind share, distinct rows touched.';
COMMENT ON COLUMN freshet.change_count.kept IS 'How many of them are in freshet.change.';
COMMENT ON COLUMN freshet.change_count.bytes IS 'The size of those, as text.';
COMMENT ON COLUMN freshet.change_count.keys IS 'Hashes of the primary keys, where a limit needs to know which rows are the same.';
COMMENT ON COLUMN freshet.change_count.rows_before IS 'For kind share: rows of the table before the run.';
COMMENT ON COLUMN freshet.change_count.estimated IS 'For kind share: whether rows_before is the planner''s estimate.';
COMMENT ON COLUMN freshet.change_count.applied IS 'False where the changes were rolled back.';

CREATE FUNCTION freshet.redacted(document jsonb, paths text[]) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  path text;
BEGIN
  FOREACH path IN ARRAY coalesce(paths, '{}') LOOP
    IF document #> string_to_array(path, '.') IS NOT NULL AND document #> string_to_array(path, '.') <> 'null' THEN
      document := jsonb_set(document, string_to_array(path, '.'), '"***"', false);
    END IF;
  END LOOP;
  RETURN document;
END $$;
COMMENT ON FUNCTION freshet.redacted IS 'A JSON document with the values at the paths (a.b) masked; NULLs stay.';

-- Fires in every session but works only in one that a running attempt of a job that tracks the table has opened: the
-- setting says so, and the attempt's list of backends, which only Freshet writes, proves it. The trigger's WHEN spares
-- other sessions even the call.
CREATE FUNCTION freshet.record_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  most_bytes CONSTANT bigint := 16777216;
  target     CONSTANT text := tg_argv[0];
  kind       CONSTANT text := lower(tg_op);
  wanted     jsonb;
  run        bigint;
  attempt    bigint;
  since      timestamptz;
  pk         text[];
  hash       text := 'NULL::bigint';
  changed    text;
  shown      text;
  keep       bigint := 0;
  bytes_left bigint := 0;
BEGIN
  wanted := current_setting('freshet.tracked', true)::jsonb -> target;
  IF wanted IS NULL THEN
    RETURN NULL;
  END IF;
  run := current_setting('freshet.run_id', true)::bigint;
  attempt := current_setting('freshet.attempt_id', true)::bigint;
  SELECT a.started_at INTO since FROM freshet.attempt a
  WHERE a.id = attempt AND a.run_id = run AND a.history = 'active' AND pg_backend_pid() = ANY (a.backend_pids);
  IF NOT FOUND OR kind = 'truncate' AND (SELECT c.relkind = 'p' FROM pg_class c WHERE c.oid = tg_relid) THEN
    RETURN NULL;
  END IF;

  -- Once the cap is reached the session remembers it, until a rollback makes room again.
  IF position('|' || target || '|' IN coalesce(current_setting('freshet.tracked_full', true), '')) = 0 THEN
    SELECT (wanted ->> 'keep')::bigint - coalesce(sum(c.kept) FILTER (WHERE c.relation = target), 0),
           most_bytes - coalesce(sum(c.bytes), 0)
    INTO keep, bytes_left
    FROM freshet.change_count c
    WHERE c.run_id = run AND c.recorded_at >= since - interval '1 minute' AND c.kept > 0;
    IF keep <= 0 OR bytes_left <= 0 THEN
      keep := 0;
      PERFORM set_config('freshet.tracked_full', coalesce(current_setting('freshet.tracked_full', true), '') || '|' || target || '|', false);
    END IF;
  END IF;

  pk := ARRAY(SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
              WHERE i.indrelid = tg_relid AND i.indisprimary ORDER BY array_position(i.indkey, a.attnum));
  IF pk <> '{}' AND (wanted -> 'limited')::boolean THEN
    hash := format('hashtextextended(ROW(%s)::text, 0)', (SELECT string_agg('r.' || quote_ident(k), ', ') FROM unnest(pk) k));
  END IF;
  -- PostgreSQL fills both transition tables of an UPDATE in the same order, also where a row moves to another partition
  -- or its key changes. Rows are numbered first and read again where they are kept: most of them are only counted.
  changed := CASE kind
    WHEN 'update' THEN format('SELECT n, o.h FROM (SELECT row_number() OVER () AS n, r, %s AS h FROM old_rows r) o
                               JOIN (SELECT row_number() OVER () AS n, r FROM new_rows r) w USING (n) WHERE o.r *<> w.r', hash)
    ELSE format('SELECT row_number() OVER () AS n, %s AS h FROM %s r', hash,
                CASE kind WHEN 'insert' THEN 'new_rows' WHEN 'delete' THEN 'old_rows' ELSE 'ONLY ' || tg_relid::regclass END)
  END;
  shown := CASE kind
    WHEN 'insert' THEN 'SELECT n, NULL::jsonb AS b, to_jsonb(w.r) AS a FROM (SELECT row_number() OVER () AS n, r FROM new_rows r) w JOIN picked USING (n)'
    WHEN 'update' THEN 'SELECT n, to_jsonb(o.r) AS b, to_jsonb(w.r) AS a FROM (SELECT row_number() OVER () AS n, r FROM old_rows r) o
                        JOIN picked USING (n) JOIN (SELECT row_number() OVER () AS n, r FROM new_rows r) w USING (n)'
    ELSE format('SELECT n, to_jsonb(o.r) AS b, NULL::jsonb AS a FROM (SELECT row_number() OVER () AS n, r FROM %s r) o JOIN picked USING (n)',
                CASE kind WHEN 'delete' THEN 'old_rows' ELSE 'ONLY ' || tg_relid::regclass END)
  END;
  EXECUTE format($sql$
    WITH changed AS MATERIALIZED (%1$s),
    picked AS MATERIALIZED (SELECT n FROM changed ORDER BY n LIMIT $5),
    shown AS (%2$s),
    sized AS (SELECT n, b, a, coalesce(length(b::text), 0) + coalesce(length(a::text), 0) AS size FROM shown),
    fitting AS MATERIALIZED (SELECT * FROM (SELECT s.*, sum(s.size) OVER (ORDER BY n) AS until FROM sized s) f WHERE f.until <= $6),
    kept AS (
      INSERT INTO freshet.change (run_id, attempt_id, relation, kind, key, before, after, columns)
      SELECT $1, $2, $3, $4,
        freshet.redacted((SELECT jsonb_object_agg(k, coalesce(f.b, f.a) -> k) FROM unnest($7::text[]) k), $8),
        freshet.redacted(f.b, $8), freshet.redacted(f.a, $8),
        ARRAY(SELECT k FROM jsonb_object_keys(coalesce(f.a, f.b)) k WHERE f.a IS NULL OR f.b IS NULL OR f.b -> k IS DISTINCT FROM f.a -> k)
      FROM fitting f ORDER BY f.n)
    INSERT INTO freshet.change_count (run_id, attempt_id, relation, kind, row_count, kept, bytes, keys)
    SELECT $1, $2, $3, $4, c.total, f.kept, f.bytes, c.hashes
    FROM (SELECT count(*) AS total, array_agg(h) FILTER (WHERE h IS NOT NULL) AS hashes FROM changed) c,
         (SELECT count(*) AS kept, coalesce(max(until), 0) AS bytes FROM fitting) f
    WHERE c.total > 0
    $sql$, changed, shown)
  USING run, attempt, target, kind, keep, bytes_left, pk, ARRAY(SELECT jsonb_array_elements_text(wanted -> 'redact'));
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN
  -- The user's statement goes on. Only where the table has a limit it does not: what is not counted cannot be held.
  IF coalesce((wanted -> 'limited')::boolean, false) THEN
    RAISE;
  END IF;
  RAISE WARNING 'the changes of % could not be recorded: %', target, sqlerrm;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION freshet.record_change IS 'Records what a run changes in a table its job tracks; does nothing in any other session.';

CREATE FUNCTION freshet.track_changes(relation regclass, name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  working CONSTANT text := $when$WHEN (current_setting('freshet.tracked', true) <> '')$when$;
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER freshet_change_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
                  FOR EACH STATEMENT %s EXECUTE FUNCTION freshet.record_change(%L)', relation, working, name);
  EXECUTE format('CREATE OR REPLACE TRIGGER freshet_change_update AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
                  FOR EACH STATEMENT %s EXECUTE FUNCTION freshet.record_change(%L)', relation, working, name);
  EXECUTE format('CREATE OR REPLACE TRIGGER freshet_change_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows
                  FOR EACH STATEMENT %s EXECUTE FUNCTION freshet.record_change(%L)', relation, working, name);
  EXECUTE format('CREATE OR REPLACE TRIGGER freshet_change_truncate BEFORE TRUNCATE ON %s
                  FOR EACH STATEMENT %s EXECUTE FUNCTION freshet.record_change(%L)', relation, working, name);
END $$;
COMMENT ON FUNCTION freshet.track_changes IS 'Installs the triggers that record changes of one table or partition, under the name of the table a job tracks.';

CREATE FUNCTION freshet.untrack_changes(relation regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  installed name;
BEGIN
  FOR installed IN SELECT t.tgname FROM pg_trigger t WHERE t.tgrelid = relation AND t.tgfoid = 'freshet.record_change'::regproc LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', installed, relation);
  END LOOP;
END $$;
COMMENT ON FUNCTION freshet.untrack_changes IS 'Removes the triggers that record changes from one table or partition.';

CREATE FUNCTION freshet.tracked_relation(name text) RETURNS regclass LANGUAGE sql STABLE
RETURN (SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = CASE WHEN position('.' IN name) > 0 THEN split_part(name, '.', 1) ELSE 'public' END
          AND c.relname = CASE WHEN position('.' IN name) > 0 THEN split_part(name, '.', 2) ELSE name END
          AND c.relkind IN ('r', 'p'));
COMMENT ON FUNCTION freshet.tracked_relation IS 'The table of that name, schema-qualified where it is not in public; NULL where there is none.';

CREATE FUNCTION freshet.changed_rows_before(name text, less bigint) RETURNS TABLE (row_count bigint, estimated boolean)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  root    regclass := freshet.tracked_relation(name);
  pages   bigint;
  planned numeric;
  unknown boolean;
BEGIN
  WITH RECURSIVE tree AS (SELECT root::oid AS id UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree t ON i.inhparent = t.id)
  SELECT sum(pg_relation_size(c.oid)) / 8192, sum(greatest(c.reltuples, 0)), bool_or(c.reltuples < 0)
  INTO pages, planned, unknown
  FROM tree t JOIN pg_class c ON c.oid = t.id WHERE c.relkind = 'r';
  IF pages > 4096 AND NOT unknown THEN
    RETURN QUERY SELECT planned::bigint, true;
  ELSE
    RETURN QUERY EXECUTE format('SELECT greatest(count(*) - %s, 0), false FROM %s', less, root);
  END IF;
END $$;
COMMENT ON FUNCTION freshet.changed_rows_before IS 'How many rows a table had before so many were added: counted up to 32 MB, the planner''s estimate beyond.';

-- An approval or a rejection answers a run that stopped to ask; the answer stays with the run.
ALTER TABLE freshet.run ADD COLUMN decision jsonb;
COMMENT ON COLUMN freshet.run.decision IS 'What was answered when it asked before changing so much: outcome (approved or rejected), by, at, reason, run.';
CREATE INDEX run_awaiting_approval ON freshet.run (id) WHERE awaits_approval;

CREATE FUNCTION freshet.attempt_number(run bigint, attempt bigint) RETURNS int LANGUAGE sql STABLE
RETURN (SELECT a.number FROM freshet.attempt a WHERE a.run_id = run AND a.id = attempt);
COMMENT ON FUNCTION freshet.attempt_number IS 'Which attempt of its run it is, from 1.';
