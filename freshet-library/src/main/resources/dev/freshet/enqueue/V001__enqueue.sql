CREATE TABLE freshet.enqueued (
  id          uuid        CONSTRAINT enqueued_pk PRIMARY KEY DEFAULT gen_random_uuid(),
  place       bigint      GENERATED ALWAYS AS IDENTITY,
  job         text        NOT NULL,
  parameters  jsonb       NOT NULL DEFAULT '{}',
  actor       text        NOT NULL,
  enqueued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  refused_at  timestamptz,
  refusal     text,
  CONSTRAINT enqueued_refusal CHECK ((refused_at IS NULL) = (refusal IS NULL))
);
CREATE INDEX enqueued_waiting ON freshet.enqueued (place) WHERE refused_at IS NULL;
COMMENT ON TABLE  freshet.enqueued IS 'Runs that transactions of this database asked for and that no node has fetched yet; refused ones stay to be looked at.';
COMMENT ON COLUMN freshet.enqueued.id IS 'What makes fetching it twice the same as once.';
COMMENT ON COLUMN freshet.enqueued.place IS 'The order in which they were asked for.';
COMMENT ON COLUMN freshet.enqueued.job IS 'The job to run.';
COMMENT ON COLUMN freshet.enqueued.parameters IS 'Values for the job''s SQL, by name.';
COMMENT ON COLUMN freshet.enqueued.actor IS 'The role that asked.';
COMMENT ON COLUMN freshet.enqueued.enqueued_at IS 'When it was asked for.';
COMMENT ON COLUMN freshet.enqueued.refused_at IS 'When a node found that it cannot be run, or NULL.';
COMMENT ON COLUMN freshet.enqueued.refusal IS 'Why it cannot be run.';

CREATE TABLE freshet.known_job (
  name text CONSTRAINT known_job_pk PRIMARY KEY
);
COMMENT ON TABLE  freshet.known_job IS 'The jobs there are, as the nodes told this database last: to refuse a misspelt name in the transaction that uses it.';
COMMENT ON COLUMN freshet.known_job.name IS 'Name of a job, view or group.';

-- Runs with its owner's rights, so that an application needs none on the tables; who may call it is for the owner to say.
CREATE FUNCTION freshet.enqueue(job text, params jsonb DEFAULT '{}') RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  enqueued_id uuid;
BEGIN
  IF NOT EXISTS (SELECT FROM freshet.known_job k WHERE k.name = enqueue.job) THEN
    RAISE EXCEPTION 'there is no job named "%"', enqueue.job
      USING ERRCODE = 'undefined_object', HINT = 'SELECT name FROM freshet.known_job lists the jobs that the nodes have told of.';
  END IF;
  IF jsonb_typeof(coalesce(params, '{}')) <> 'object' THEN
    RAISE EXCEPTION 'parameters of a run must be a JSON object, not %', jsonb_typeof(params)
      USING ERRCODE = 'invalid_parameter_value', HINT = 'For example: SELECT freshet.enqueue(''job'', ''{"customer": 7}'').';
  END IF;
  IF octet_length(params::text) > 1048576 THEN
    RAISE EXCEPTION 'parameters of a run must not be longer than 1 MB, and these have % bytes', octet_length(params::text)
      USING ERRCODE = 'program_limit_exceeded', HINT = 'Keep them in a table, and pass the key of the row.';
  END IF;
  INSERT INTO freshet.enqueued (job, parameters, actor) VALUES (enqueue.job, coalesce(params, '{}'), session_user)
  RETURNING id INTO enqueued_id;
  PERFORM pg_notify('freshet', 'run');
  RETURN enqueued_id;
END $$;
REVOKE ALL ON FUNCTION freshet.enqueue(text, jsonb) FROM PUBLIC;
COMMENT ON FUNCTION freshet.enqueue IS 'Asks for a run of a job if and only if the calling transaction commits. An application''s role needs USAGE on schema freshet and EXECUTE on this function, and nothing else.';
