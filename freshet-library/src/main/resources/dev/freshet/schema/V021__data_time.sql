-- Groups with one data time, refreshes by swap, and how much a refresh changed.

ALTER TABLE freshet.materialized_view_refreshes ADD COLUMN rows_changed bigint;
COMMENT ON COLUMN freshet.materialized_view_refreshes.rows_changed IS 'Rows that a concurrent refresh deleted and inserted: a row that became another counts twice. NULL where that was not measured.';
COMMENT ON COLUMN freshet.materialized_view_refreshes.mode IS 'concurrently, blocking or swap.';

-- All views are read with the snapshot of one transaction, so they have one instant: its beginning, which is no later
-- than its snapshot. Their order is that of dependency.
CREATE FUNCTION freshet.begin_reading_together(refreshes bigint[], names text[]) RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
  seen CONSTANT pg_snapshot := pg_current_snapshot();
BEGIN
  IF current_setting('transaction_isolation') <> 'repeatable read' THEN
    RAISE EXCEPTION 'views are read together in a repeatable read transaction, not in a % one', current_setting('transaction_isolation');
  END IF;
  FOR i IN 1 .. cardinality(refreshes) LOOP
    PERFORM freshet.begin_reading(refreshes[i], names[i], seen, refreshes);
    UPDATE freshet.view_state s
    SET read_at = transaction_timestamp(), as_of = CASE WHEN s.as_of IS NOT NULL THEN least(s.as_of, transaction_timestamp()) END
    WHERE s.refresh_id = refreshes[i];
    UPDATE freshet.view_source s SET as_of = transaction_timestamp() WHERE s.refresh_id = refreshes[i] AND s.as_of > transaction_timestamp();
  END LOOP;
  RETURN transaction_timestamp();
END $$;
COMMENT ON FUNCTION freshet.begin_reading_together IS 'Records that refreshes are about to read their views with the snapshot of this transaction; returns the instant they share.';

-- A refresh rewrites the row of its view in pg_class; one that blocks, TRUNCATE and the like put a new file in place of the
-- old one, which an older snapshot cannot tell from what it should see.
CREATE FUNCTION freshet.fingerprint_together(views oid[]) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(c.oid || ':' || CASE WHEN c.oid = ANY (views) THEN c.xmin::text ELSE c.relfilenode::text END, ' ' ORDER BY c.oid)
  FROM pg_class c
  WHERE c.oid = ANY (views)
    OR c.oid IN (SELECT h.relation FROM unnest(views) v (oid), freshet.read_by(v.oid, false) r,
                   freshet.describe_source(r.class, r.object) d, unnest(d.relations) h (relation)
                 WHERE r.class = 'pg_class'::regclass AND d.kind IN ('table', 'materialized-view'))
$$;
COMMENT ON FUNCTION freshet.fingerprint_together IS 'Changes when somebody else refreshes one of the views, or replaces the file of something they read.';

CREATE FUNCTION freshet.refreshed_later(names text[], seen pg_snapshot) RETURNS text LANGUAGE sql STABLE
RETURN (SELECT min(s.view_name) FROM freshet.view_state s JOIN unnest(names) n (name) ON freshet.plain_name(n.name) = s.view_name
        WHERE s.in_force AND s.view_oid = freshet.find_view(n.name) AND freshet.is_later(s.snapshot, seen));
COMMENT ON FUNCTION freshet.refreshed_later IS 'One of the views that shows what a later snapshot than this saw; NULL where none does.';

-- A view that is swapped gets another OID: whatever is bound to the one it has would be lost or go on with the old rows.
CREATE FUNCTION freshet.swap_obstacle(view oid, OUT reason text, OUT ddl text) LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  relation pg_class;
  bound    text;
BEGIN
  SELECT * INTO relation FROM pg_class c WHERE c.oid = view;
  SELECT string_agg(DISTINCT pg_describe_object(coalesce(r.class, d.classid), coalesce(r.object, d.objid), 0), ', ') INTO bound
  FROM pg_depend d
  LEFT JOIN LATERAL (SELECT 'pg_class'::regclass::oid AS class, w.ev_class AS object FROM pg_rewrite w
                     WHERE d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid) r ON true
  WHERE (d.refclassid = 'pg_class'::regclass AND d.refobjid = view
         OR d.refclassid = 'pg_type'::regclass AND d.refobjid IN (SELECT t.oid FROM pg_type t WHERE t.oid = relation.reltype OR t.typelem = relation.reltype))
    AND coalesce(r.object, 0) <> view
    AND NOT (d.classid = 'pg_class'::regclass AND EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = d.objid AND i.indrelid = view))
    AND NOT (d.classid = 'pg_class'::regclass AND d.objid = relation.reltoastrelid)
    AND NOT (d.classid = 'pg_type'::regclass AND d.objid IN (SELECT t.oid FROM pg_type t WHERE t.oid = relation.reltype OR t.typelem = relation.reltype));
  IF bound IS NOT NULL THEN
    reason := format('%s would stay with the old rows, or stand in the way', bound);
  ELSIF NOT pg_has_role(relation.relowner, 'USAGE') THEN
    reason := format('only a member of its owner %I can put another view in its place', relation.relowner::regrole);
    ddl := format('GRANT %s TO %I;', relation.relowner::regrole, current_user);
  ELSIF NOT has_schema_privilege(relation.relowner, relation.relnamespace, 'CREATE') THEN
    reason := format('its owner %s may not create a view in schema %s', relation.relowner::regrole, relation.relnamespace::regnamespace);
    ddl := format('GRANT CREATE ON SCHEMA %s TO %s;', relation.relnamespace::regnamespace, relation.relowner::regrole);
  ELSIF EXISTS (SELECT FROM pg_seclabel l WHERE l.classoid = 'pg_class'::regclass AND l.objoid = view) THEN
    reason := 'it has a security label, which would be lost';
  ELSIF EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = view AND d.deptype IN ('e', 'x')) THEN
    reason := 'it belongs to an extension';
  END IF;
END $$;
COMMENT ON FUNCTION freshet.swap_obstacle IS 'Why a view cannot be refreshed by swap, and the DDL that mends it; NULLs when it can.';

CREATE FUNCTION freshet.swap_fingerprint(view oid) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT md5(concat_ws(' ', (SELECT c.xmin FROM pg_class c WHERE c.oid = view),
    (SELECT string_agg(a.xmin::text, ',' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = view),
    (SELECT string_agg(concat_ws(':', i.indexrelid, i.xmin, c.xmin), ',' ORDER BY i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = view),
    (SELECT string_agg(d.xmin::text, ',' ORDER BY d.objoid, d.objsubid) FROM pg_description d
     WHERE d.classoid = 'pg_class'::regclass AND (d.objoid = view OR d.objoid IN (SELECT i.indexrelid FROM pg_index i WHERE i.indrelid = view)))))
$$;
COMMENT ON FUNCTION freshet.swap_fingerprint IS 'Changes with a view''s rows, indexes, comments, grants and settings.';

-- Nothing that belongs to the view is executed here: it is created without rows, as its owner, who may read what it reads.
CREATE FUNCTION freshet.create_beside(view oid, OUT beside oid, OUT name text) LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  old      record;
  role     CONSTANT text := current_setting('role');
  col      record;
  item     record;
  options  text;
BEGIN
  SELECT c.*, n.nspname, m.amname, s.spcname, t.reloptions AS toast_options INTO old
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am m ON m.oid = c.relam
  LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
  WHERE c.oid = view;
  name := format('%I.%I', old.nspname, 'freshet_swap_' || view);
  SELECT string_agg(format('%s = %L', o.name, o.value), ', ') INTO options
  FROM (SELECT quote_ident(option_name) AS name, option_value AS value FROM pg_options_to_table(old.reloptions)
        UNION ALL SELECT 'toast.' || quote_ident(option_name), option_value FROM pg_options_to_table(old.toast_options)) o;
  PERFORM set_config('role', old.relowner::regrole::text, true);
  EXECUTE concat_ws(' ', 'CREATE MATERIALIZED VIEW', name, 'USING', quote_ident(old.amname), 'WITH (' || options || ')',
                    'TABLESPACE ' || quote_ident(old.spcname), 'AS', rtrim(pg_get_viewdef(view), ';'), 'WITH NO DATA');
  beside := to_regclass(name);
  IF (SELECT array_agg((a.attnum, a.attname, a.atttypid, a.atttypmod, a.attcollation) ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = view AND a.attnum > 0)
     IS DISTINCT FROM
     (SELECT array_agg((a.attnum, a.attname, a.atttypid, a.atttypmod, a.attcollation) ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = beside AND a.attnum > 0) THEN
    RAISE EXCEPTION 'a view of the same query as %.% has other columns than it', old.nspname, old.relname USING HINT = 'Drop and create it, or refresh it in another way.';
  END IF;

  FOR col IN SELECT a.*, b.attstorage AS new_storage FROM pg_attribute a JOIN pg_attribute b ON b.attrelid = beside AND b.attnum = a.attnum
             WHERE a.attrelid = view AND a.attnum > 0 LOOP
    IF col.attstattarget >= 0 THEN
      EXECUTE format('ALTER MATERIALIZED VIEW %s ALTER COLUMN %I SET STATISTICS %s', name, col.attname, col.attstattarget);
    END IF;
    IF col.attstorage <> col.new_storage THEN
      EXECUTE format('ALTER MATERIALIZED VIEW %s ALTER COLUMN %I SET STORAGE %s', name, col.attname,
        CASE col.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END);
    END IF;
    IF col.attcompression <> '' THEN
      EXECUTE format('ALTER MATERIALIZED VIEW %s ALTER COLUMN %I SET COMPRESSION %s', name, col.attname, CASE col.attcompression WHEN 'l' THEN 'lz4' ELSE 'pglz' END);
    END IF;
    IF col.attoptions IS NOT NULL THEN
      EXECUTE format('ALTER MATERIALIZED VIEW %s ALTER COLUMN %I SET (%s)', name, col.attname,
        (SELECT string_agg(format('%I = %L', option_name, option_value), ', ') FROM pg_options_to_table(col.attoptions)));
    END IF;
  END LOOP;

  -- What others were granted by default on a new view is not what they have on this one.
  FOR item IN SELECT DISTINCT x.grantee FROM pg_class c, aclexplode(c.relacl) x WHERE c.oid = beside LOOP
    EXECUTE format('REVOKE ALL ON %s FROM %s', name, CASE item.grantee WHEN 0 THEN 'PUBLIC' ELSE item.grantee::regrole::text END);
  END LOOP;
  IF old.relacl IS NULL AND EXISTS (SELECT FROM pg_class c WHERE c.oid = beside AND c.relacl IS NOT NULL) THEN
    EXECUTE format('GRANT ALL ON %s TO %s', name, old.relowner::regrole);
  END IF;
  IF old.relacl IS NOT NULL AND NOT EXISTS (SELECT FROM aclexplode(old.relacl) x WHERE x.grantee = old.relowner) THEN
    EXECUTE format('REVOKE ALL ON %s FROM %s', name, old.relowner::regrole);
  END IF;
  FOR item IN
    SELECT x.grantee, x.is_grantable, string_agg(x.privilege_type || x.columns, ', ') AS privileges
    FROM (SELECT g.grantee, g.is_grantable, g.privilege_type, '' AS columns FROM aclexplode(old.relacl) g
          UNION ALL
          SELECT g.grantee, g.is_grantable, g.privilege_type, format(' (%I)', a.attname)
          FROM pg_attribute a, aclexplode(a.attacl) g WHERE a.attrelid = view AND a.attnum > 0) x
    GROUP BY x.grantee, x.is_grantable LOOP
    EXECUTE format('GRANT %s ON %s TO %s %s', item.privileges, name,
      CASE item.grantee WHEN 0 THEN 'PUBLIC' ELSE item.grantee::regrole::text END, CASE WHEN item.is_grantable THEN 'WITH GRANT OPTION' END);
  END LOOP;

  FOR item IN SELECT d.objsubid, d.description, a.attname FROM pg_description d LEFT JOIN pg_attribute a ON a.attrelid = view AND a.attnum = d.objsubid AND d.objsubid > 0
              WHERE d.classoid = 'pg_class'::regclass AND d.objoid = view LOOP
    EXECUTE format('COMMENT ON %s IS %L', CASE item.objsubid WHEN 0 THEN 'MATERIALIZED VIEW ' || name ELSE format('COLUMN %s.%I', name, item.attname) END, item.description);
  END LOOP;
  PERFORM set_config('role', role, true);
END $$;
COMMENT ON FUNCTION freshet.create_beside IS 'Creates an empty view like this one, with its owner, grants, comments and settings, to be filled and put in its place within the same transaction.';

CREATE FUNCTION freshet.index_beside(view oid, beside oid) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  old       record;
  col       record;
  beginning text;
  built     text;
  target    CONSTANT text := (SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = beside);
BEGIN
  FOR old IN
    SELECT i.*, c.relname, n.nspname, v.relname AS view_name, s.spcname, pg_get_indexdef(i.indexrelid) AS definition, obj_description(i.indexrelid, 'pg_class') AS comment
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class v ON v.oid = i.indrelid
    LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
    WHERE i.indrelid = view AND i.indisvalid AND i.indisready ORDER BY c.relname LOOP
    beginning := format('CREATE %sINDEX %I ON %I.%I USING ', CASE WHEN old.indisunique THEN 'UNIQUE ' ELSE '' END, old.relname, old.nspname, old.view_name);
    IF NOT starts_with(old.definition, beginning) THEN
      RAISE EXCEPTION 'index % cannot be built again: its definition is not understood: %', old.relname, old.definition;
    END IF;
    built := 'freshet_swap_' || old.indexrelid;
    IF old.spcname IS NOT NULL THEN
      PERFORM set_config('default_tablespace', old.spcname, true);
    END IF;
    EXECUTE format('CREATE %sINDEX %I ON %s USING %s', CASE WHEN old.indisunique THEN 'UNIQUE ' ELSE '' END, built, target, substr(old.definition, length(beginning) + 1));
    IF old.spcname IS NOT NULL THEN
      PERFORM set_config('default_tablespace', '', true);
    END IF;
    FOR col IN SELECT a.attnum, a.attstattarget FROM pg_attribute a WHERE a.attrelid = old.indexrelid AND a.attstattarget >= 0 LOOP
      EXECUTE format('ALTER INDEX %I.%I ALTER COLUMN %s SET STATISTICS %s', old.nspname, built, col.attnum, col.attstattarget);
    END LOOP;
    IF old.comment IS NOT NULL THEN
      EXECUTE format('COMMENT ON INDEX %I.%I IS %L', old.nspname, built, old.comment);
    END IF;
    IF old.indisclustered THEN
      EXECUTE format('ALTER MATERIALIZED VIEW %s CLUSTER ON %I', target, built);
    END IF;
  END LOOP;
  EXECUTE 'ANALYZE ' || target;
END $$;
COMMENT ON FUNCTION freshet.index_beside IS 'Gives the view that was built beside another the same indexes, and statistics.';

-- From the DROP on until the transaction ends readers wait; those that wait find the new view by its name.
CREATE FUNCTION freshet.put_in_place(view oid, beside oid, fingerprint text, refresh bigint) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  old   record;
  names CONSTANT jsonb := (SELECT coalesce(jsonb_agg(jsonb_build_object('built', 'freshet_swap_' || i.indexrelid, 'name', c.relname)), '[]')
                           FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = view AND i.indisvalid AND i.indisready);
  item  record;
BEGIN
  SELECT c.relname, n.nspname, c.relowner::regrole AS owner INTO old FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = view;
  -- To whom it belongs already: that changes nothing, but takes the lock.
  EXECUTE format('ALTER MATERIALIZED VIEW %I.%I OWNER TO %s', old.nspname, old.relname, old.owner);
  IF freshet.swap_fingerprint(view) IS DISTINCT FROM fingerprint OR freshet.swap_fingerprint(view) = md5('') THEN
    RAISE EXCEPTION '%.% was refreshed or altered by somebody else while it was built anew', old.nspname, old.relname
      USING ERRCODE = 'serialization_failure', HINT = 'It stays as they left it; the next refresh begins with that.';
  END IF;
  EXECUTE format('DROP MATERIALIZED VIEW %I.%I', old.nspname, old.relname);
  EXECUTE format('ALTER MATERIALIZED VIEW %I.%I RENAME TO %I', old.nspname, 'freshet_swap_' || view, old.relname);
  FOR item IN SELECT * FROM jsonb_to_recordset(names) n (built text, name text) LOOP
    EXECUTE format('ALTER INDEX %I.%I RENAME TO %I', old.nspname, item.built, item.name);
  END LOOP;
  UPDATE freshet.view_state s SET view_oid = beside WHERE s.refresh_id = refresh;
  PERFORM freshet.end_reading(refresh, true);
END $$;
COMMENT ON FUNCTION freshet.put_in_place IS 'Puts the view that was built beside another in its place, and brings what it read in force.';

-- A procedure can hold no lock from before a transaction begins without leaving it behind when it ends early, which views of
-- one data time need, and has no second session to write the audit with.
CREATE FUNCTION freshet.refuse_what_needs_the_service(group_name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  swapped text;
BEGIN
  IF EXISTS (SELECT FROM freshet.definition d WHERE d.kind = 'group' AND d.name = group_name AND d.body ->> 'data-time' = 'one') THEN
    RAISE EXCEPTION 'group "%" has one data time, which only the service can give it: nothing was refreshed', group_name
      USING ERRCODE = 'feature_not_supported', HINT = pg_catalog.format('SELECT freshet.enqueue(%L); lets the service refresh it.', group_name);
  END IF;
  SELECT v.name INTO swapped
  FROM freshet.definition g, pg_catalog.jsonb_array_elements_text(g.body -> 'views') m (name), freshet.definition v
  WHERE g.kind = 'group' AND g.name = group_name AND v.kind = 'view' AND v.name = m.name AND v.body ->> 'refresh' = 'swap' LIMIT 1;
  IF swapped IS NOT NULL THEN
    RAISE EXCEPTION 'view % of group "%" is refreshed by swap, which only the service does: nothing was refreshed', swapped, group_name
      USING ERRCODE = 'feature_not_supported', HINT = pg_catalog.format('SELECT freshet.enqueue(%L); lets the service refresh it.', group_name);
  END IF;
END $$;
COMMENT ON FUNCTION freshet.refuse_what_needs_the_service IS 'Fails for a group that freshet.refresh_group cannot refresh.';

-- The procedure stays as it is, save for this question before it begins.
DO $$
DECLARE
  beginning CONSTANT text := 'PERFORM freshet.close_abandoned_refreshes();';
  before    CONSTANT text := pg_get_functiondef('freshet.refresh_group(text)'::regprocedure);
BEGIN
  IF strpos(before, beginning) = 0 THEN
    RAISE EXCEPTION 'freshet.refresh_group is not the procedure that this version knows';
  END IF;
  EXECUTE replace(before, beginning, 'PERFORM freshet.refuse_what_needs_the_service(group_name); ' || beginning);
END $$;
COMMENT ON PROCEDURE freshet.refresh_group IS 'Refreshes the views of a group in dependency order, committing each, without the service; fails at the end when a view failed. Call it outside of a transaction block: it commits. Groups with one data time, and views refreshed by swap, need the service.';
