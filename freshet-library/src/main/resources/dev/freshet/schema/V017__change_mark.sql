-- Which changes of the tables a view does not show yet. A statement trigger marks a changed table once per transaction;
-- a refresh keeps the snapshot it read with; a mark is reflected if and only if that snapshot sees its transaction.

-- Rows are only added by writers, so that none waits for another. No key: a writer pays for one index.
CREATE TABLE freshet.change_mark (
  source oid         NOT NULL,
  xact   xid8        NOT NULL DEFAULT pg_current_xact_id(),
  at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  kind   text        NOT NULL DEFAULT 'write' CONSTRAINT change_mark_kind CHECK (kind IN ('write', 'truncate', 'tripwire')),
  note   text
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_insert_threshold = -1,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000, autovacuum_vacuum_cost_delay = 0, fillfactor = 80);
CREATE INDEX change_mark_by_source ON freshet.change_mark (source, xact);
ALTER TABLE freshet.change_mark REPLICA IDENTITY FULL;
COMMENT ON TABLE  freshet.change_mark IS 'That a transaction changed a source; of those that every view shows, or that a later one stands for, only the count stays.';
COMMENT ON COLUMN freshet.change_mark.source IS 'The relation whose rows changed, as freshet.source has it: of a partition, the table that views read.';
COMMENT ON COLUMN freshet.change_mark.xact IS 'The transaction: a view shows the change if the snapshot it was read with sees this.';
COMMENT ON COLUMN freshet.change_mark.at IS 'When the change counts from: the commit, as nearly as can be known.';
COMMENT ON COLUMN freshet.change_mark.kind IS 'write, truncate, or tripwire for a change that no trigger told of.';
COMMENT ON COLUMN freshet.change_mark.note IS 'For a tripwire: what gave it away.';

-- The setting remembers what this transaction marked, and goes back with a savepoint as the marks do. It begins with the
-- transaction's number, so that one left in a session can never keep a change from being marked. Without a number the
-- transaction has written nothing: a statement that met no rows.
CREATE FUNCTION freshet.mark_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine   CONSTANT xid8 := pg_current_xact_id_if_assigned();
  marked text;
  target text;
  entry  text;
BEGIN
  IF mine IS NULL THEN
    RETURN NULL;
  END IF;
  marked := current_setting('freshet.marked', true);
  IF marked IS NULL OR NOT starts_with(marked, mine::text || '|') THEN
    marked := mine::text || '|';
  END IF;
  FOREACH target IN ARRAY tg_argv LOOP
    entry := CASE tg_op WHEN 'TRUNCATE' THEN '|t' ELSE '|' END || target || '|';
    IF strpos(marked, entry) = 0 THEN
      INSERT INTO freshet.change_mark (source, xact, kind)
      VALUES (target::oid, mine, CASE tg_op WHEN 'TRUNCATE' THEN 'truncate' ELSE 'write' END);
      marked := marked || entry;
      PERFORM set_config('freshet.marked', marked, true);
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION freshet.mark_change IS 'Marks the sources it is given as changed by this transaction.';

-- A change is late from its commit on: a load of two hours is not two hours late the moment it is there.
CREATE FUNCTION freshet.settle_mark() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF clock_timestamp() - new.at > interval '100 milliseconds' THEN
    -- By its place, not by key: a serializable writer must not be seen reading an index that others write to.
    UPDATE freshet.change_mark m SET at = clock_timestamp() WHERE m.ctid = new.ctid;
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION freshet.settle_mark IS 'Moves a mark''s time to the end of its transaction.';
CREATE CONSTRAINT TRIGGER settle_mark AFTER INSERT ON freshet.change_mark DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (new.kind <> 'tripwire') EXECUTE FUNCTION freshet.settle_mark();
ALTER TABLE freshet.change_mark ENABLE ALWAYS TRIGGER settle_mark;

CREATE FUNCTION freshet.install_marks(relation regclass, sources oid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER freshet_mark AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION freshet.mark_change(%s)',
                 relation, (SELECT string_agg(quote_literal(s.oid), ', ' ORDER BY s.oid) FROM unnest(sources) s (oid)));
  -- Only a table's owner may let triggers fire in sessions that replicate or restore.
  IF (SELECT pg_has_role(c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = relation) THEN
    EXECUTE format('ALTER TABLE ONLY %s ENABLE ALWAYS TRIGGER freshet_mark', relation);
  END IF;
END $$;
COMMENT ON FUNCTION freshet.install_marks IS 'Lets a table or partition mark the sources as changed whenever a statement writes to it.';

CREATE FUNCTION freshet.remove_marks(relation regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  installed name;
BEGIN
  FOR installed IN SELECT t.tgname FROM pg_trigger t WHERE t.tgrelid = relation AND t.tgfoid = 'freshet.mark_change'::regproc LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', installed, relation);
  END LOOP;
END $$;
COMMENT ON FUNCTION freshet.remove_marks IS 'Removes the trigger that marks changes from a table or partition.';

CREATE FUNCTION freshet.marked_sources(relation oid) RETURNS oid[] LANGUAGE sql STABLE
RETURN (SELECT array_agg(a.source::oid ORDER BY a.source::oid)
        FROM pg_trigger t, unnest(string_to_array(encode(t.tgargs, 'escape'), '\000')) a (source)
        WHERE t.tgrelid = relation AND t.tgfoid = 'freshet.mark_change'::regproc AND t.tgtype = 60 AND a.source <> '');
COMMENT ON FUNCTION freshet.marked_sources IS 'The sources that a table or partition marks when it is written to, if its trigger is enabled; NULL where it has none.';

CREATE TABLE freshet.source (
  oid               oid         NOT NULL CONSTRAINT source_pkey PRIMARY KEY,
  name              text        NOT NULL,
  kind              text        NOT NULL CONSTRAINT source_kind CHECK (kind IN ('table', 'foreign-table', 'view', 'materialized-view', 'function', 'other')),
  relations         oid[]       NOT NULL,
  tracked_since     xid8,
  untracked_because text        CONSTRAINT source_tracked CHECK (tracked_since IS NULL OR untracked_because IS NULL),
  fingerprint       text,
  counted           bigint,
  counted_at        timestamptz,
  grown_since       timestamptz,
  marked_at         timestamptz,
  tripped_at        timestamptz,
  tripped_because   text,
  looked_at         timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE  freshet.source IS 'What views read in the end, and whether its changes are known: tables, and the plain views and functions in between, whose definition may change.';
COMMENT ON COLUMN freshet.source.oid IS 'In pg_class; of a function, in pg_proc.';
COMMENT ON COLUMN freshet.source.name IS 'Schema-qualified save in schema public.';
COMMENT ON COLUMN freshet.source.kind IS 'table, foreign-table, view, function, other; materialized-view for one that Freshet has not refreshed.';
COMMENT ON COLUMN freshet.source.relations IS 'The relations that hold its rows: itself, its partitions and children.';
COMMENT ON COLUMN freshet.source.tracked_since IS 'The transaction from which on every change is marked; NULL while changes may go unmarked.';
COMMENT ON COLUMN freshet.source.untracked_because IS 'Why changes may go unmarked.';
COMMENT ON COLUMN freshet.source.fingerprint IS 'Of its files, columns and triggers, or its definition: it changes where no trigger tells.';
COMMENT ON COLUMN freshet.source.counted IS 'Rows written to it so far, as PostgreSQL''s statistics count.';
COMMENT ON COLUMN freshet.source.counted_at IS 'When that was last known to agree with the marks.';
COMMENT ON COLUMN freshet.source.grown_since IS 'Since when the count has grown without a mark.';
COMMENT ON COLUMN freshet.source.marked_at IS 'The last mark.';
COMMENT ON COLUMN freshet.source.tripped_at IS 'When it last changed without a trigger telling of it.';
COMMENT ON COLUMN freshet.source.tripped_because IS 'What gave that away.';
COMMENT ON COLUMN freshet.source.looked_at IS 'When a node last compared all this with the catalogs.';

CREATE TABLE freshet.view_state (
  refresh_id   bigint      NOT NULL CONSTRAINT view_state_pkey PRIMARY KEY,
  view_name    text        NOT NULL,
  view_oid     oid         NOT NULL,
  in_force     boolean     NOT NULL DEFAULT false,
  read_at      timestamptz NOT NULL,
  snapshot     pg_snapshot NOT NULL,
  as_of        timestamptz,
  clock_reason text
);
CREATE UNIQUE INDEX view_state_in_force ON freshet.view_state (view_name) WHERE in_force;
COMMENT ON TABLE  freshet.view_state IS 'What a refresh read with: the last successful one of each view, which is in force, and those under way.';
COMMENT ON COLUMN freshet.view_state.refresh_id IS 'As in freshet.materialized_view_refreshes.';
COMMENT ON COLUMN freshet.view_state.view_name IS 'Schema-qualified save in schema public.';
COMMENT ON COLUMN freshet.view_state.view_oid IS 'The view it was: one dropped and created again has no state.';
COMMENT ON COLUMN freshet.view_state.in_force IS 'Whether the view shows what this refresh wrote; false while it runs.';
COMMENT ON COLUMN freshet.view_state.read_at IS 'When it began to read.';
COMMENT ON COLUMN freshet.view_state.snapshot IS 'With which it read: of two readings it tells the later one, whatever the clocks said.';
COMMENT ON COLUMN freshet.view_state.as_of IS 'The instant whose data it wrote, through all views in between; NULL where one of those has none.';
COMMENT ON COLUMN freshet.view_state.clock_reason IS 'Why its rows change though its sources do not; NULL where they do not.';

CREATE TABLE freshet.view_source (
  refresh_id  bigint      NOT NULL,
  source      oid         NOT NULL,
  source_name text        NOT NULL,
  via         text,
  snapshot    pg_snapshot NOT NULL,
  as_of       timestamptz,
  CONSTRAINT view_source_pkey PRIMARY KEY (refresh_id, source)
);
CREATE INDEX view_source_by_source ON freshet.view_source (source);
COMMENT ON TABLE  freshet.view_source IS 'The sources a refresh read, through all views in between, each with the snapshot that tells which of its changes the view shows.';
COMMENT ON COLUMN freshet.view_source.refresh_id IS 'The refresh, as in freshet.view_state.';
COMMENT ON COLUMN freshet.view_source.source IS 'As in freshet.source.';
COMMENT ON COLUMN freshet.view_source.source_name IS 'Its name at that time.';
COMMENT ON COLUMN freshet.view_source.via IS 'The materialized view it is read through, or NULL; of several ways the one with the oldest data.';
COMMENT ON COLUMN freshet.view_source.snapshot IS 'A mark is reflected where this sees its transaction.';
COMMENT ON COLUMN freshet.view_source.as_of IS 'The instant up to which all of its changes are shown.';

CREATE TABLE freshet.source_activity (
  source  oid         NOT NULL,
  hour    timestamptz NOT NULL,
  minutes bigint      NOT NULL,
  changes bigint      NOT NULL,
  CONSTRAINT source_activity_pkey PRIMARY KEY (source, hour)
);
COMMENT ON TABLE  freshet.source_activity IS 'When sources changed, kept after the marks are gone.';
COMMENT ON COLUMN freshet.source_activity.source IS 'As in freshet.source.';
COMMENT ON COLUMN freshet.source_activity.hour IS 'Its beginning, in UTC.';
COMMENT ON COLUMN freshet.source_activity.minutes IS 'A bit for each minute of the hour with a change, the lowest for minute 0.';
COMMENT ON COLUMN freshet.source_activity.changes IS 'Transactions that changed it.';

CREATE FUNCTION freshet.plain_name(name text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE WHEN starts_with(name, 'public.') THEN substr(name, 8) ELSE name END;
COMMENT ON FUNCTION freshet.plain_name IS 'A name without public. in front, as the catalogs'' side has it.';

CREATE FUNCTION freshet.relation_name(relation oid) RETURNS text LANGUAGE sql STABLE
RETURN (SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = relation);
COMMENT ON FUNCTION freshet.relation_name IS 'A relation as people name it: unquoted, schema-qualified save in schema public.';

CREATE FUNCTION freshet.read_by(view oid, through_views boolean) RETURNS TABLE (class oid, object oid) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE walk (class, object) AS (
    SELECT 'pg_class'::regclass::oid, view
    UNION
    SELECT e.class, e.object
    FROM walk w, LATERAL (
      SELECT d.refclassid AS class, d.refobjid AS object
      FROM pg_class c JOIN pg_rewrite r ON r.ev_class = c.oid AND r.ev_type = '1'
      JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
      WHERE w.class = 'pg_class'::regclass AND c.oid = w.object AND (c.oid = view OR c.relkind = 'v' OR c.relkind = 'm' AND through_views)
        AND d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_operator'::regclass)
      UNION ALL
      -- An operator stands for its function.
      SELECT d.refclassid, d.refobjid FROM pg_depend d
      WHERE w.class IN ('pg_proc'::regclass, 'pg_operator'::regclass) AND d.classid = w.class AND d.objid = w.object
        AND d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_operator'::regclass)) e)
  SELECT class, object FROM walk WHERE class <> 'pg_operator'::regclass AND NOT (class = 'pg_class'::regclass AND object = view)
$$;
COMMENT ON FUNCTION freshet.read_by IS 'The relations and functions a view reads through plain views, operators and parsed functions; through materialized views too where asked.';

-- Statements that name a parent change its children, and fire the parent's triggers alone; those that name a child fire
-- the child's alone. So all relations around those that hold the rows must tell. The rows of a partition are gone as soon
-- as its detachment is pending, which may be for ever.
CREATE FUNCTION freshet.telling_relations(source oid) RETURNS TABLE (relation oid, holds_rows boolean) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE below (id) AS (
    SELECT source UNION SELECT i.inhrelid FROM pg_inherits i JOIN below b ON i.inhparent = b.id WHERE NOT i.inhdetachpending),
  around (id) AS (
    SELECT id FROM below UNION SELECT i.inhparent FROM pg_inherits i JOIN around a ON i.inhrelid = a.id)
  SELECT a.id, a.id IN (SELECT b.id FROM below b) FROM around a
$$;
COMMENT ON FUNCTION freshet.telling_relations IS 'The relations whose triggers tell of changes of a source, and whether they hold its rows.';

CREATE FUNCTION freshet.source_fingerprint(source oid, kind text, relations oid[]) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE kind
    WHEN 'view' THEN (SELECT md5(string_agg(r.ev_action::text, '' ORDER BY r.oid)) FROM pg_rewrite r WHERE r.ev_class = source)
    WHEN 'function' THEN (SELECT md5(concat(p.prosrc, p.prosqlbody::text, p.probin, p.provolatile)) FROM pg_proc p WHERE p.oid = source)
    WHEN 'table' THEN format('%s | %s | %s',
      -- A table that is not logged is empty after a crash.
      (SELECT string_agg(c.oid || ':' || c.relfilenode || CASE c.relpersistence WHEN 'p' THEN '' ELSE ':' || pg_postmaster_start_time() END, ' ' ORDER BY c.oid)
       FROM pg_class c WHERE c.oid = ANY (relations)),
      -- Who reads whole rows reads the names of columns too.
      (SELECT md5(string_agg(a.attname || ':' || a.atttypid || ':' || a.attisdropped, ',' ORDER BY a.attnum))
       FROM pg_attribute a WHERE a.attrelid = source AND a.attnum > 0),
      -- One that was disabled for a while was written anew, though it is enabled again.
      (SELECT string_agg(g.tgrelid || ':' || g.xmin || g.tgenabled::text, ' ' ORDER BY g.oid) FROM pg_trigger g
       WHERE g.tgfoid = 'freshet.mark_change'::regproc AND g.tgrelid IN (SELECT t.relation FROM freshet.telling_relations(source) t))) END
$$;
COMMENT ON FUNCTION freshet.source_fingerprint IS 'Changes with a source''s definition; of a table with its files, partitions | columns | triggers.';

CREATE FUNCTION freshet.describe_source(class oid, object oid, OUT name text, OUT kind text, OUT relations oid[]) LANGUAGE sql STABLE AS $$
  SELECT freshet.relation_name(c.oid),
    CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'f' THEN 'foreign-table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized-view' ELSE 'other' END,
    CASE WHEN c.relkind IN ('r', 'p') THEN (SELECT array_agg(t.relation ORDER BY t.relation) FROM freshet.telling_relations(c.oid) t WHERE t.holds_rows) ELSE ARRAY[c.oid] END
  FROM pg_class c WHERE class = 'pg_class'::regclass AND c.oid = object
  UNION ALL
  SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', 'function', '{}'
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE class = 'pg_proc'::regclass AND p.oid = object
$$;
COMMENT ON FUNCTION freshet.describe_source IS 'What freshet.source says of a relation or function.';

-- PostgreSQL's own functions that are not immutable but depend on nothing that changes with time or data: on settings
-- such as the time zone. age(timestamp) with one argument means from today.
CREATE FUNCTION freshet.depends_on_settings_only(function oid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT p.provolatile = 's' AND p.pronamespace = 'pg_catalog'::regnamespace AND NOT (p.proname = 'age' AND p.pronargs = 1)
    AND (p.proname ~ '^(date|timestamp|timestamptz|time|timetz|interval)(_(lt|le|eq|ne|ge|gt|cmp|pl|mi)(_(date|timestamp|timestamptz|interval))?)?$'
      OR p.proname ~ '^(in_range|interval_pl|overlaps|generate_series|generate_series_timestamp|age)'
      OR p.proname ~ '^(date_trunc|date_part|extract|date_add|date_subtract|timezone|make_timestamptz|to_char|to_date|to_timestamp|to_number|isfinite)$'
      OR p.proname ~ '^(to_jsonb?|row_to_json|array_to_json|jsonb?_build_(object|array)(_noargs)?|jsonb?_(object_)?agg(_(unique|strict|unique_strict|transfn|finalfn))*)$'
      OR p.proname ~ '^jsonb?_(populate_record(set)?|to_record(set)?|object_agg.*|agg.*)$'
      OR p.proname ~ '^jsonb_path_[a-z_]+_tz$'
      OR p.proname ~ '^(concat|concat_ws|format|quote_literal|quote_nullable|array_to_string|textanycat|anytextcat|money|numeric)$'
      OR p.proname ~ '^(to_tsvector|to_tsquery|plainto_tsquery|phraseto_tsquery|websearch_to_tsquery|ts_headline|json_to_tsvector|jsonb_to_tsvector|get_current_ts_config)$'
      OR p.proname ~ '^(convert|convert_from|convert_to|length|xml)$')
  FROM pg_proc p WHERE p.oid = function
$$;
COMMENT ON FUNCTION freshet.depends_on_settings_only IS 'Whether one of PostgreSQL''s stable functions gives the same for the same settings, whenever it is called.';

-- What a query uses is read from its tree as the catalogs keep it: dependencies do not list what is PostgreSQL's own.
CREATE FUNCTION freshet.clock_reason(view oid) RETURNS text LANGUAGE sql STABLE AS $$
  WITH code AS MATERIALIZED (
    SELECT CASE WHEN c.oid <> view THEN freshet.relation_name(c.oid) END AS place, r.ev_action::text AS tree
    FROM (SELECT view AS object UNION ALL SELECT b.object FROM freshet.read_by(view, true) b WHERE b.class = 'pg_class'::regclass) t
    JOIN pg_class c ON c.oid = t.object AND c.relkind IN ('v', 'm') JOIN pg_rewrite r ON r.ev_class = c.oid AND r.ev_type = '1'
    UNION ALL
    SELECT p.proname || '()', p.prosqlbody::text FROM freshet.read_by(view, true) b JOIN pg_proc p ON p.oid = b.object
    WHERE b.class = 'pg_proc'::regclass AND p.prosqlbody IS NOT NULL),
  called AS (
    SELECT DISTINCT c.place, m.number[1]::oid AS function
    FROM code c, regexp_matches(c.tree, ':(?:funcid|opfuncid|aggfnoid|winfnoid) (\d+)', 'g') m (number)),
  reason (rank, place, text) AS (
    SELECT 1, c.place, 'uses ' || (ARRAY['current_date', 'current_time', 'current_time', 'current_timestamp', 'current_timestamp',
                                         'localtime', 'localtime', 'localtimestamp', 'localtimestamp'])[m.op[1]::int + 1]
    FROM code c, regexp_matches(c.tree, '\{SQLVALUEFUNCTION :op (\d+)', 'g') m (op) WHERE m.op[1]::int <= 8
    UNION ALL
    SELECT 1, c.place, 'uses TABLESAMPLE' FROM code c WHERE c.tree ~ '\{TABLESAMPLECLAUSE '
    UNION ALL
    -- The text of a column is data, and says today seldom enough.
    SELECT 1, c.place, 'makes a date or time of a text that may say today or now'
    FROM code c, unnest((string_to_array(c.tree, '{COERCEVIAIO :arg '))[2:]) f (cast_and_more),
      LATERAL (SELECT regexp_match(f.cast_and_more, '^(.*?):resulttype (\d+) :resultcollid') AS parts) p
    WHERE p.parts[2] IN ('1082', '1083', '1114', '1184', '1266') AND p.parts[1] !~ '\{(VAR|PARAM|CASETESTEXPR|AGGREF|SUBLINK|WINDOWFUNC) '
    UNION ALL
    SELECT CASE WHEN p.pronamespace = 'pg_catalog'::regnamespace THEN 1 ELSE 2 END, c.place,
      CASE WHEN p.pronamespace = 'pg_catalog'::regnamespace THEN 'uses ' || p.proname || '()'
           ELSE format('uses %s(), which is %s: what it depends on is not known', p.proname, CASE p.provolatile WHEN 'v' THEN 'volatile' ELSE 'stable' END) END
    FROM called c JOIN pg_proc p ON p.oid = c.function
    WHERE p.provolatile <> 'i' AND (p.prosqlbody IS NULL OR p.pronamespace = 'pg_catalog'::regnamespace) AND NOT freshet.depends_on_settings_only(p.oid)
    UNION ALL
    SELECT 2, c.place, format('uses %s(), an aggregate of %s(), which is not immutable: what it depends on is not known', p.proname, f.proname)
    FROM called c JOIN pg_proc p ON p.oid = c.function AND p.pronamespace <> 'pg_catalog'::regnamespace
    JOIN pg_aggregate a ON a.aggfnoid = p.oid JOIN pg_proc f ON f.oid IN (a.aggtransfn, a.aggfinalfn) AND f.provolatile <> 'i'
    WHERE NOT freshet.depends_on_settings_only(f.oid) AND f.prosqlbody IS NULL
    UNION ALL
    SELECT 2, c.place, format('reads %s, a catalog of PostgreSQL: what changes there fires no triggers', k.relname)
    FROM code c, regexp_matches(c.tree, ':relid (\d+)', 'g') m (number) JOIN pg_class k ON k.oid = m.number[1]::oid
    WHERE k.relnamespace = 'pg_catalog'::regnamespace
    UNION ALL
    SELECT 3, NULL, format('reads %s, of which row-level security hides rows from %s', freshet.relation_name(t.oid), o.rolname)
    FROM freshet.read_by(view, true) b JOIN pg_class t ON b.class = 'pg_class'::regclass AND t.oid = b.object AND t.relrowsecurity
    JOIN pg_class v ON v.oid = view JOIN pg_roles o ON o.oid = v.relowner
    WHERE NOT o.rolsuper AND NOT o.rolbypassrls AND (t.relforcerowsecurity OR t.relowner <> v.relowner))
  SELECT r.text || coalesce(' through ' || r.place, '') FROM reason r ORDER BY r.rank, r.place NULLS FIRST, r.text LIMIT 1
$$;
COMMENT ON FUNCTION freshet.clock_reason IS 'Why a view''s rows would change though its sources do not (the clock, chance, a function nobody can look into); NULL where they would not.';

-- The beginning of what a refresh reads. It is called before the statement that reads, on any session: what it sees is
-- then at most what the statement sees. The lock keeps marks from being compacted by a snapshot in between.
-- seen: the snapshot of the transaction it is called in, when that has one for all its statements; another session must
-- hold the lock from before that transaction began until it has ended. together: other refreshes of that transaction.
CREATE FUNCTION freshet.begin_reading(refresh bigint, name text, seen pg_snapshot DEFAULT NULL, together bigint[] DEFAULT '{}')
RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
  view CONSTANT oid := freshet.find_view(name);
  now  timestamptz;
BEGIN
  IF seen IS NULL AND current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'the reading of % cannot begin in a % transaction', name, current_setting('transaction_isolation')
      USING HINT = 'Begin it in a transaction of its own, or say which snapshot it reads with.';
  END IF;
  PERFORM pg_advisory_xact_lock_shared(1179800323, 3);  -- dev.freshet.postgres.AdvisoryLock.HOUSEKEEPING, MARKS
  now := clock_timestamp();
  DELETE FROM freshet.view_source s WHERE s.refresh_id = refresh;
  DELETE FROM freshet.view_state s WHERE s.refresh_id = refresh;
  IF view IS NULL THEN
    RETURN now;
  END IF;

  WITH reading AS MATERIALIZED (SELECT coalesce(seen, pg_current_snapshot()) AS snapshot),
  input AS MATERIALIZED (SELECT b.class, b.object, d.name, d.kind, d.relations FROM freshet.read_by(view, false) b, freshet.describe_source(b.class, b.object) d),
  upstream AS MATERIALIZED (
    SELECT i.object, i.name, s.refresh_id FROM input i
    LEFT JOIN LATERAL (SELECT s.refresh_id FROM freshet.view_state s
                       WHERE s.view_oid = i.object AND s.view_name = i.name AND (s.in_force OR s.refresh_id = ANY (together))
                       ORDER BY s.refresh_id = ANY (together) DESC LIMIT 1) s ON true
    WHERE i.kind = 'materialized-view'),
  way AS (
    SELECT i.object AS source, i.name AS source_name, NULL::text AS via, r.snapshot, now AS as_of
    FROM input i, reading r WHERE i.kind <> 'materialized-view'
    UNION ALL
    -- Of a view that nobody told Freshet about, nothing is known.
    SELECT u.object, u.name, NULL, r.snapshot, NULL FROM upstream u, reading r WHERE u.refresh_id IS NULL
    UNION ALL
    -- What was read through another view is as old as that view; but where no change is pending there, as new as now.
    SELECT v.source, v.source_name, u.name, CASE WHEN k.tracked AND p.at IS NULL THEN r.snapshot ELSE v.snapshot END,
      CASE WHEN k.tracked THEN least(coalesce(p.at, now), now) ELSE v.as_of END
    FROM upstream u JOIN freshet.view_source v ON v.refresh_id = u.refresh_id CROSS JOIN reading r
    CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM freshet.source s WHERE s.oid = v.source AND pg_visible_in_snapshot(s.tracked_since, v.snapshot)) AS tracked) k
    CROSS JOIN LATERAL (SELECT min(m.at) AS at FROM freshet.change_mark m
                        WHERE m.source = v.source AND m.xact >= pg_snapshot_xmin(v.snapshot) AND NOT pg_visible_in_snapshot(m.xact, v.snapshot)) p),
  oldest AS (
    SELECT DISTINCT ON (w.source) w.source, w.source_name, w.via, w.snapshot,
      CASE WHEN bool_or(w.as_of IS NULL) OVER every_way THEN NULL ELSE min(w.as_of) OVER every_way END AS as_of
    FROM way w
    WINDOW every_way AS (PARTITION BY w.source)
    ORDER BY w.source, pg_snapshot_xmax(w.snapshot), pg_snapshot_xmin(w.snapshot), (SELECT count(*) FROM pg_snapshot_xip(w.snapshot)) DESC, w.as_of),
  read AS (
    INSERT INTO freshet.view_source (refresh_id, source, source_name, via, snapshot, as_of)
    SELECT refresh, o.source, o.source_name, o.via, o.snapshot, o.as_of FROM oldest o RETURNING as_of),
  -- Of a definition nothing is missed from here on, for this reading knows how it was.
  met AS (
    INSERT INTO freshet.source (oid, name, kind, relations, tracked_since, untracked_because, fingerprint)
    SELECT i.object, i.name, i.kind, i.relations, CASE WHEN i.kind IN ('view', 'function') THEN '3'::xid8 END,
      CASE WHEN i.kind = 'materialized-view' THEN 'Freshet has not refreshed it' WHEN i.kind NOT IN ('view', 'function') THEN 'its change marks are not known yet' END,
      freshet.source_fingerprint(i.object, i.kind, i.relations)
    FROM input i WHERE i.kind <> 'materialized-view' OR EXISTS (SELECT FROM upstream u WHERE u.object = i.object AND u.refresh_id IS NULL)
    ON CONFLICT DO NOTHING)
  INSERT INTO freshet.view_state (refresh_id, view_name, view_oid, read_at, snapshot, as_of, clock_reason)
  SELECT refresh, freshet.relation_name(view), view, now, (SELECT r.snapshot FROM reading r),
    CASE WHEN EXISTS (SELECT FROM read r WHERE r.as_of IS NULL) THEN NULL
         ELSE (SELECT least(now, min(x.as_of)) FROM (SELECT r.as_of FROM read r
                 UNION ALL SELECT s.as_of FROM upstream u JOIN freshet.view_state s ON s.refresh_id = u.refresh_id AND s.clock_reason IS NOT NULL) x) END,
    freshet.clock_reason(view);
  RETURN now;
END $$;
COMMENT ON FUNCTION freshet.begin_reading IS 'Records with which snapshot a refresh is about to read which sources; returns the instant.';

-- One from the future, as after a restore into another server, is of another time altogether.
CREATE FUNCTION freshet.is_later(one pg_snapshot, other pg_snapshot) RETURNS boolean LANGUAGE sql STABLE
RETURN (pg_snapshot_xmax(one), pg_snapshot_xmin(one), (SELECT -count(*) FROM pg_snapshot_xip(one)))
    > (pg_snapshot_xmax(other), pg_snapshot_xmin(other), (SELECT -count(*) FROM pg_snapshot_xip(other)))
  AND pg_snapshot_xmax(one) <= pg_snapshot_xmax(pg_current_snapshot());
COMMENT ON FUNCTION freshet.is_later IS 'Whether a snapshot was taken after another one.';

CREATE FUNCTION freshet.end_reading(refresh bigint, succeeded boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  mine  freshet.view_state;
  other freshet.view_state;
BEGIN
  SELECT * INTO mine FROM freshet.view_state s WHERE s.refresh_id = refresh;
  -- Where the transaction that refreshed brought it in force, nothing that is said later takes that back.
  IF NOT FOUND OR mine.in_force THEN
    RETURN;
  END IF;
  PERFORM FROM freshet.view_state s WHERE s.view_name = mine.view_name ORDER BY s.refresh_id FOR UPDATE;
  SELECT * INTO other FROM freshet.view_state s WHERE s.view_name = mine.view_name AND s.in_force AND s.refresh_id <> refresh;
  -- A refresh may be recorded after the next one of the same view: the later reading is what the view shows.
  IF NOT succeeded OR other.view_oid = mine.view_oid AND freshet.is_later(other.snapshot, mine.snapshot) THEN
    other := mine;
  END IF;
  DELETE FROM freshet.view_source s WHERE s.refresh_id = other.refresh_id;
  DELETE FROM freshet.view_state s WHERE s.refresh_id = other.refresh_id;
  UPDATE freshet.view_state s SET in_force = true WHERE s.refresh_id = refresh;
END $$;
COMMENT ON FUNCTION freshet.end_reading IS 'Brings what a refresh read in force for its view where it succeeded, and forgets it where it did not.';

CREATE FUNCTION freshet.forget_readings() RETURNS void LANGUAGE sql AS $$
  DELETE FROM freshet.view_state s
  WHERE NOT s.in_force AND NOT EXISTS (SELECT FROM freshet.materialized_view_refreshes r WHERE r.id = s.refresh_id AND r.status = 'running')
    -- After a restore into another server the numbers of transactions mean others.
    OR pg_snapshot_xmax(s.snapshot) > pg_snapshot_xmax(pg_current_snapshot())
    OR EXISTS (SELECT FROM freshet.view_source v WHERE v.refresh_id = s.refresh_id AND pg_snapshot_xmax(v.snapshot) > pg_snapshot_xmax(pg_current_snapshot()))
    OR s.in_force AND NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = s.view_oid)
       AND NOT EXISTS (SELECT FROM freshet.definition d WHERE d.kind = 'view' AND freshet.plain_name(d.name) = s.view_name);
  DELETE FROM freshet.view_source v WHERE NOT EXISTS (SELECT FROM freshet.view_state s WHERE s.refresh_id = v.refresh_id);
  -- No other transaction that can be seen has a number that is still to come.
  DELETE FROM freshet.change_mark m
  WHERE m.xact >= pg_snapshot_xmax(pg_current_snapshot()) AND m.xact IS DISTINCT FROM pg_current_xact_id_if_assigned();
  UPDATE freshet.source s SET tracked_since = NULL, untracked_because = 'its change marks are not known yet'
  WHERE s.tracked_since >= pg_snapshot_xmax(pg_current_snapshot()) AND s.tracked_since IS DISTINCT FROM pg_current_xact_id_if_assigned()
$$;
COMMENT ON FUNCTION freshet.forget_readings IS 'Drops what refreshes read that died, and what can be true no more.';

CREATE VIEW freshet.view_lag AS
WITH instant AS MATERIALIZED (
  -- When the snapshot was taken that shows these rows, or a little before; and the moment, which in a procedure or in a
  -- transaction with one snapshot may be hours later.
  SELECT least(t.now, t.replayed) AS now, t.clock,
    CASE WHEN t.current AND t.replayed IS NULL THEN interval '0' ELSE t.clock - least(t.now, t.replayed) END AS unseen
  FROM (SELECT s.current, clock_timestamp() AS clock, CASE WHEN s.current THEN statement_timestamp() ELSE transaction_timestamp() END AS now,
          -- A standby shows what it has replayed; how far that was when an older snapshot was taken, only that itself can tell.
          CASE WHEN pg_is_in_recovery() THEN
            coalesce(greatest(CASE WHEN s.current THEN pg_last_xact_replay_timestamp() END, (SELECT max(o.looked_at) FROM freshet.source o)), 'epoch') END AS replayed
        FROM (SELECT current_setting('transaction_isolation') = 'read committed' AS current) s) t),
named AS (
  SELECT freshet.plain_name(d.name) AS view_name FROM freshet.definition d WHERE d.kind = 'view'
  UNION SELECT s.view_name FROM freshet.view_state s WHERE s.in_force)
SELECT n.view_name,
  CASE WHEN y.why IS NOT NULL THEN s.as_of ELSE least(p.at, i.now) END AS as_of,
  CASE WHEN y.why IS NULL THEN greatest(coalesce(i.clock - p.at, i.unseen), interval '0')
       WHEN s.as_of IS NOT NULL THEN greatest(i.clock - s.as_of, interval '0') END AS lag,
  CASE WHEN y.why IS NULL THEN 'changes' ELSE 'age' END AS measured,
  p.at AS pending_since,
  p.source_name AS pending_source,
  y.why AS why_age
FROM named n
CROSS JOIN instant i
LEFT JOIN freshet.view_state kept ON kept.view_name = n.view_name AND kept.in_force
LEFT JOIN freshet.view_state s ON s.refresh_id = kept.refresh_id
  AND EXISTS (SELECT FROM pg_class c WHERE c.oid = kept.view_oid AND c.relispopulated AND freshet.relation_name(c.oid) = kept.view_name)
LEFT JOIN LATERAL (
  SELECT m.at, v.source_name FROM freshet.view_source v
  CROSS JOIN LATERAL (SELECT min(c.at) AS at FROM freshet.change_mark c
                      WHERE c.source = v.source AND c.xact >= pg_snapshot_xmin(v.snapshot) AND NOT pg_visible_in_snapshot(c.xact, v.snapshot)) m
  WHERE v.refresh_id = s.refresh_id AND m.at IS NOT NULL
  ORDER BY m.at LIMIT 1) p ON true
LEFT JOIN LATERAL (
  SELECT CASE WHEN o.untracked_because IS NOT NULL THEN v.source_name || ': ' || o.untracked_because
              ELSE format('the changes of %s are marked since after its last refresh', v.source_name) END AS why
  FROM freshet.view_source v LEFT JOIN freshet.source o ON o.oid = v.source
  WHERE v.refresh_id = s.refresh_id AND pg_visible_in_snapshot(o.tracked_since, v.snapshot) IS NOT TRUE
  ORDER BY v.source_name LIMIT 1) u ON true
CROSS JOIN LATERAL (
  SELECT CASE WHEN kept.refresh_id IS NULL THEN 'Freshet has not refreshed it yet'
              WHEN s.refresh_id IS NULL AND EXISTS (SELECT FROM pg_class c WHERE c.oid = kept.view_oid AND NOT c.relispopulated)
                THEN 'it was emptied after its last refresh (WITH NO DATA)'
              WHEN s.refresh_id IS NULL THEN 'it was dropped or created anew after its last refresh'
              ELSE coalesce(s.clock_reason, u.why) END AS why) y;
COMMENT ON VIEW freshet.view_lag IS 'How much of what changed in its sources each view does not show yet.';
COMMENT ON COLUMN freshet.view_lag.view_name IS 'Schema-qualified save in schema public.';
COMMENT ON COLUMN freshet.view_lag.as_of IS 'The instant whose data it shows: now where nothing is pending; NULL where that is not known.';
COMMENT ON COLUMN freshet.view_lag.lag IS 'How long the oldest change it does not show has been there; zero where there is none (or, in a transaction with one snapshot, the age of that; on a standby, how far that is behind); its age where that is not known.';
COMMENT ON COLUMN freshet.view_lag.measured IS 'changes: by the marks of its sources; age: since it last read.';
COMMENT ON COLUMN freshet.view_lag.pending_since IS 'Since when the oldest marked change has been there that it does not show; NULL where there is none.';
COMMENT ON COLUMN freshet.view_lag.pending_source IS 'What that change was of.';
COMMENT ON COLUMN freshet.view_lag.why_age IS 'Why its lag is its age; NULL where it is measured by changes.';

-- It commits view by view, so it can have neither SET search_path nor SECURITY DEFINER: every name is qualified instead.
-- COMMIT is not allowed inside a block with EXCEPTION: those blocks hold the REFRESH alone. The view's lock belongs to
-- the transaction that refreshes, so nothing that ends this procedure early can leave it behind.
CREATE OR REPLACE PROCEDURE freshet.refresh_group(group_name text) LANGUAGE plpgsql AS $$
DECLARE
  view_lock    CONSTANT int := 1179800322;  -- dev.freshet.postgres.AdvisoryLock.VIEW
  members      text[];
  member       text;
  target       record;
  settings     record;
  obstacle     record;
  refresh_id   bigint;
  chosen_mode         text;
  chosen_because  text;
  statement    text;
  read_from    timestamptz;
  rows_after   bigint;
  tries        int;
  outcome      text;
  failure_state  text;
  failure_detail text;
  failure_hint   text;
  problem      text;
  advice       text;
  failed       text[] := '{}';
  remedies     text[] := '{}';
  warned       text[];
BEGIN
  IF NOT EXISTS (SELECT FROM freshet.definition d WHERE d.kind = 'group' AND d.name = refresh_group.group_name) THEN
    RAISE EXCEPTION 'there is no group named "%"', group_name
      USING ERRCODE = 'undefined_object', HINT = 'SELECT name FROM freshet.definition WHERE kind = ''group'' lists the groups.';
  END IF;
  PERFORM freshet.close_abandoned_refreshes();
  COMMIT;

  -- A view that reads another has all the sources of that one and one more: fewest sources first is dependency order.
  WITH declared AS (
    SELECT v.name, v.position, freshet.find_view(v.name) AS oid
    FROM freshet.definition d, pg_catalog.jsonb_array_elements_text(d.body -> 'views') WITH ORDINALITY v (name, position)
    WHERE d.kind = 'group' AND d.name = refresh_group.group_name)
  SELECT pg_catalog.array_agg(m.name ORDER BY
           (SELECT pg_catalog.count(*) FROM freshet.relation_sources(m.oid) s WHERE s IN (SELECT o.oid FROM declared o)), m.position)
  INTO members FROM declared m;

  FOREACH member IN ARRAY coalesce(members, '{}') LOOP
    chosen_mode := NULL; chosen_because := NULL; outcome := NULL; problem := NULL; advice := NULL; rows_after := NULL; read_from := NULL;
    failure_state := NULL; failure_detail := NULL; failure_hint := NULL;
    warned := '{}'; tries := 0;
    refresh_id := freshet.start_refresh(member, group_name, NULL, NULL, NULL, pg_catalog.pg_backend_pid());
    COMMIT;

    SELECT c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname) AS name INTO target
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid = freshet.find_view(member);
    SELECT coalesce(d.body ->> 'refresh', 'auto') AS refresh,
           coalesce(pg_catalog.date_part('epoch', (d.body ->> 'lock-timeout')::interval) * 1000, 500)::int AS lock_timeout,
           coalesce((d.body ->> 'lock-retries')::int, 20) AS lock_retries
    INTO settings
    FROM (SELECT) nothing LEFT JOIN freshet.definition d ON d.kind = 'view' AND d.name = member;

    IF target.oid IS NULL THEN
      outcome := 'skipped';
      problem := pg_catalog.format('waits for materialized view %s, which does not exist', member);
    ELSE
      obstacle := freshet.concurrent_refresh_obstacle(target.oid);
      IF settings.refresh = 'blocking' THEN
        chosen_mode := 'blocking';
        chosen_because := 'declared blocking';
      ELSIF obstacle.reason IS NULL THEN
        chosen_mode := 'concurrently';
        chosen_because := CASE settings.refresh WHEN 'auto' THEN 'possible' ELSE 'declared concurrently' END;
      ELSIF settings.refresh = 'auto' THEN
        chosen_mode := 'blocking';
        chosen_because := obstacle.reason;
        warned := ARRAY[pg_catalog.format('readers waited: %s could not be refreshed concurrently, because %s; to mend: %s', member, obstacle.reason, obstacle.ddl)];
      ELSE
        outcome := 'failed';
        problem := pg_catalog.format('%s cannot be refreshed concurrently, because %s; to mend: %s', member, obstacle.reason, obstacle.ddl);
        advice := obstacle.ddl;
      END IF;
    END IF;
    COMMIT;

    WHILE outcome IS NULL LOOP
      COMMIT;
      SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
      read_from := freshet.begin_reading(refresh_id, member);
      COMMIT;
      PERFORM pg_catalog.set_config('lock_timeout', settings.lock_timeout || 'ms', true);
      IF NOT pg_catalog.pg_try_advisory_xact_lock(view_lock, (target.oid::bigint % 2147483648)::int) THEN
        outcome := 'skipped';
        SELECT pg_catalog.format('merged into the refresh running since %s (%s, pid %s)', r.started_at,
                 CASE WHEN r.run_id IS NULL THEN 'freshet.refresh_group' ELSE 'run ' || r.run_id END, r.backend_pid)
        INTO problem FROM freshet.materialized_view_refreshes r
        WHERE r.view_name = member AND r.status = 'running' AND r.id <> refresh_id ORDER BY r.id LIMIT 1;
        problem := coalesce(problem, 'merged into a refresh that was running');
        COMMIT;
        CONTINUE;
      END IF;
      statement := pg_catalog.format('REFRESH MATERIALIZED VIEW %s %s', CASE chosen_mode WHEN 'concurrently' THEN 'CONCURRENTLY' ELSE '' END, target.name);
      DECLARE
        message text;
      BEGIN
        EXECUTE statement;
        outcome := 'success';
      EXCEPTION
        WHEN lock_not_available THEN
          tries := tries + 1;
          IF tries > settings.lock_retries THEN
            outcome := 'failed';
          END IF;
          GET STACKED DIAGNOSTICS failure_state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, failure_detail = PG_EXCEPTION_DETAIL, failure_hint = PG_EXCEPTION_HINT;
          problem := pg_catalog.format('%s could not be locked in %s tries of %s ms: %s', member, tries, settings.lock_timeout, message);
        WHEN query_canceled THEN
          outcome := 'cancelled';
          failure_state := '57014';
          problem := 'cancelled';
        WHEN OTHERS THEN
          outcome := 'failed';
          GET STACKED DIAGNOSTICS failure_state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, failure_detail = PG_EXCEPTION_DETAIL, failure_hint = PG_EXCEPTION_HINT;
          problem := message;
      END;
      COMMIT;
      IF outcome IS NULL THEN
        UPDATE freshet.materialized_view_refreshes r SET lock_waits = tries WHERE r.id = refresh_id;
        COMMIT;
        BEGIN
          PERFORM pg_catalog.pg_sleep(settings.lock_timeout / 1000.0 * (0.5 + pg_catalog.random()) * least(2 ^ (tries - 1), 8));
        EXCEPTION WHEN query_canceled THEN
          outcome := 'cancelled';
          failure_state := '57014';
          problem := 'cancelled while waiting for its lock';
        END;
      END IF;
    END LOOP;

    IF outcome = 'success' THEN
      problem := NULL;
      BEGIN
        PERFORM pg_catalog.set_config('lock_timeout', settings.lock_timeout || 'ms', true);
        EXECUTE pg_catalog.format('SELECT count(*) FROM %s', target.name) INTO rows_after;
      EXCEPTION WHEN OTHERS THEN
        warned := warned || pg_catalog.format('rows not counted: %s', SQLERRM);
      END;
    END IF;
    UPDATE freshet.materialized_view_refreshes r
    SET status = CASE outcome WHEN 'cancelled' THEN 'failed' ELSE outcome END, completed_at = pg_catalog.clock_timestamp(),
        mode = chosen_mode, mode_reason = chosen_because, lock_waits = tries, warnings = warned,
        row_count = rows_after, as_of = CASE outcome WHEN 'success' THEN read_from END, error_message = problem,
        error = CASE WHEN outcome IN ('failed', 'cancelled') THEN pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
          'sqlstate', failure_state, 'message', problem, 'detail', nullif(failure_detail, ''), 'hint', nullif(failure_hint, ''), 'advice', advice)) END
    WHERE r.id = refresh_id AND r.status = 'running';
    PERFORM freshet.end_reading(refresh_id, outcome = 'success');
    COMMIT;
    IF outcome = 'cancelled' THEN
      RAISE EXCEPTION 'refresh of group "%" was cancelled at view %', group_name, member USING ERRCODE = 'query_canceled';
    ELSIF outcome = 'failed' THEN
      failed := failed || pg_catalog.format('%s (%s)', member, problem);
      remedies := remedies || advice;
      RAISE WARNING 'view % was not refreshed: %', member, problem;
    ELSIF outcome = 'skipped' THEN
      RAISE NOTICE 'view % was skipped: %', member, problem;
    END IF;
  END LOOP;

  IF pg_catalog.cardinality(failed) > 0 THEN
    RAISE EXCEPTION 'group "%": % of % views failed: %', group_name, pg_catalog.cardinality(failed), pg_catalog.cardinality(members), pg_catalog.array_to_string(failed, '; ')
      USING HINT = pg_catalog.concat_ws(' ', 'The others are done and committed.', nullif(pg_catalog.array_to_string(remedies, ' '), ''));
  END IF;
END $$;
COMMENT ON PROCEDURE freshet.refresh_group IS 'Refreshes the views of a group in dependency order, committing each, without the service; fails at the end when a view failed. Call it outside of a transaction block: it commits.';
