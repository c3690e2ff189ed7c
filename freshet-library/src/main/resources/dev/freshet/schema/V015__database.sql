ALTER TABLE freshet.definition DROP CONSTRAINT definition_kind;
ALTER TABLE freshet.definition ADD CONSTRAINT definition_kind CHECK (kind IN ('job', 'view', 'group', 'database', 'settings'));

-- As before, and parameters have a limit: each of a job's runs is read whole, by every page that shows it.
CREATE OR REPLACE FUNCTION freshet.enqueue(job text, params jsonb DEFAULT '{}') RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  target freshet.job;
  run_id bigint;
BEGIN
  SELECT * INTO target FROM freshet.job j WHERE j.name = enqueue.job AND j.retired_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no job named "%"', enqueue.job
      USING ERRCODE = 'undefined_object', HINT = 'SELECT name FROM freshet.job WHERE retired_at IS NULL lists the jobs.';
  END IF;
  IF jsonb_typeof(coalesce(params, '{}')) <> 'object' THEN
    RAISE EXCEPTION 'parameters of a run must be a JSON object, not %', jsonb_typeof(params)
      USING ERRCODE = 'invalid_parameter_value', HINT = 'For example: SELECT freshet.enqueue(''job'', ''{"customer": 7}'').';
  END IF;
  IF octet_length(params::text) > 1048576 THEN
    RAISE EXCEPTION 'parameters of a run must not be longer than 1 MB, and these have % bytes', octet_length(params::text)
      USING ERRCODE = 'program_limit_exceeded', HINT = 'Keep them in a table, and pass the key of the row.';
  END IF;
  INSERT INTO freshet.run (job, trigger, actor, parameters, exclusive, deployment_id)
  VALUES (target.name, 'sql', session_user, coalesce(params, '{}'), coalesce(target.definition ->> 'overlap', 'coalesce') <> 'allow', target.deployment_id)
  RETURNING id INTO run_id;
  PERFORM pg_notify('freshet', 'run');
  RETURN run_id;
END $$;
