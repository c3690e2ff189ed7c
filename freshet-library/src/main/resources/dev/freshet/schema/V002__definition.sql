CREATE TABLE freshet.deployment (
  id          bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT deployment_pk PRIMARY KEY,
  applied_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  applied_by  text        NOT NULL,
  origin      text        NOT NULL,
  checksum    text        NOT NULL,
  created     int         NOT NULL,
  changed     int         NOT NULL,
  removed     int         NOT NULL,
  changes     jsonb       NOT NULL,
  source      jsonb       NOT NULL
);
COMMENT ON TABLE  freshet.deployment IS 'One row for each apply that changed something.';
COMMENT ON COLUMN freshet.deployment.applied_by IS 'Who applied it.';
COMMENT ON COLUMN freshet.deployment.origin IS 'From where: serve, api, cli or java.';
COMMENT ON COLUMN freshet.deployment.checksum IS 'SHA-256 of the applied definitions.';
COMMENT ON COLUMN freshet.deployment.created IS 'Definitions that are new.';
COMMENT ON COLUMN freshet.deployment.changed IS 'Definitions that changed.';
COMMENT ON COLUMN freshet.deployment.removed IS 'Definitions that are gone.';
COMMENT ON COLUMN freshet.deployment.changes IS 'Each change: kind, name, action, before and after.';
COMMENT ON COLUMN freshet.deployment.source IS 'The files as they were: an array of path and content.';

CREATE TABLE freshet.definition (
  kind          text        NOT NULL CONSTRAINT definition_kind CHECK (kind IN ('job', 'view', 'group', 'settings')),
  name          text        NOT NULL,
  body          jsonb       NOT NULL,
  file          text,
  line          int,
  deployment_id bigint      NOT NULL CONSTRAINT definition_deployment REFERENCES freshet.deployment,
  defined_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT definition_pk PRIMARY KEY (kind, name)
);
COMMENT ON TABLE  freshet.definition IS 'What is in force: one row for each job, view and group of the files applied last.';
COMMENT ON COLUMN freshet.definition.body IS 'The definition with every default filled in.';
COMMENT ON COLUMN freshet.definition.file IS 'The file it came from.';
COMMENT ON COLUMN freshet.definition.line IS 'The line its name stands in.';
COMMENT ON COLUMN freshet.definition.deployment_id IS 'The deployment that brought it as it is.';

CREATE TABLE freshet.audit (
  id           bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT audit_pk PRIMARY KEY,
  at           timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor        text        NOT NULL,
  origin       text        NOT NULL,
  action       text        NOT NULL,
  subject_kind text        NOT NULL,
  subject      text        NOT NULL,
  reason       text,
  details      jsonb       NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_subject ON freshet.audit (subject_kind, subject, id DESC);
COMMENT ON TABLE  freshet.audit IS 'Every control act: who did what to which, when, from where and why. Append-only.';

CREATE TABLE freshet.api_token (
  id           bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT api_token_pk PRIMARY KEY,
  name         text        NOT NULL,
  hash         bytea       NOT NULL CONSTRAINT api_token_hash_unique UNIQUE,
  role         text        NOT NULL CONSTRAINT api_token_role CHECK (role IN ('viewer', 'operator', 'administrator')),
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_by   text        NOT NULL,
  expires_at   timestamptz,
  revoked_at   timestamptz,
  last_used_at timestamptz
);
COMMENT ON TABLE  freshet.api_token IS 'Bearer tokens of the REST API; only their SHA-256 is kept.';
