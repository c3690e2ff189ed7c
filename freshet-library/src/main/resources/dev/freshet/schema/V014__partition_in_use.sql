-- A row that comes while the partition it belongs to is being made was routed to the default partition, and refused there
-- once the new one stood. So whoever makes the partition of the present moment first waits for those who write, and lets
-- new ones wait: they find their way afterwards. Partitions of the future are nobody's way yet.
CREATE OR REPLACE FUNCTION freshet.create_partition(parent regclass, step text, at timestamptz) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  relation text := (SELECT relname FROM pg_class WHERE oid = parent);
  key      text := (SELECT attname FROM pg_partitioned_table p JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0] WHERE p.partrelid = parent);
  low      timestamptz := date_trunc(step, at, 'UTC');
  high     timestamptz := (date_trunc(step, at AT TIME ZONE 'UTC') + ('1 ' || step)::interval) AT TIME ZONE 'UTC';
  name     text := relation || '_' || to_char(low AT TIME ZONE 'UTC', 'YYYYMMDD');
  columns  text := (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
                    WHERE attrelid = parent AND attnum > 0 AND NOT attisdropped AND attgenerated = '');
BEGIN
  IF to_regclass(format('freshet.%I', name)) IS NOT NULL THEN
    RETURN NULL;
  END IF;
  IF low <= clock_timestamp() THEN
    EXECUTE format('LOCK TABLE ONLY %s IN SHARE ROW EXCLUSIVE MODE', parent);
    IF to_regclass(format('freshet.%I', name)) IS NOT NULL THEN
      RETURN NULL;
    END IF;
  END IF;
  -- Rows that came before their partition wait in the default partition and move over. Its lock is taken at once in the
  -- strength that ATTACH needs: raising it later could deadlock with a writer.
  EXECUTE format('LOCK TABLE freshet.%I IN ACCESS EXCLUSIVE MODE', relation || '_default');
  EXECUTE format('CREATE TABLE freshet.%I (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED)', name, parent);
  EXECUTE format('WITH moved AS (DELETE FROM freshet.%I WHERE %I >= %L AND %I < %L RETURNING %s) INSERT INTO freshet.%I (%s) SELECT * FROM moved',
                 relation || '_default', key, low, key, high, columns, name, columns);
  EXECUTE format('ALTER TABLE %s ATTACH PARTITION freshet.%I FOR VALUES FROM (%L) TO (%L)', parent, name, low, high);
  RETURN name;
END $$;
