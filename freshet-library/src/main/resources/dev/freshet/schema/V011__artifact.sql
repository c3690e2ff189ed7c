CREATE SEQUENCE freshet.artifact_id_seq;
CREATE TABLE freshet.artifact (
  id          bigint      NOT NULL DEFAULT nextval('freshet.artifact_id_seq'),
  run_id      bigint      NOT NULL,
  attempt     int         NOT NULL,
  item_key    text,
  name        text        NOT NULL,
  media_type  text        NOT NULL,
  size        bigint      NOT NULL,
  sha256      text        NOT NULL,
  content     bytea,
  left_out    text,
  kept_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT artifact_size CHECK (size >= 0),
  CONSTRAINT artifact_content CHECK ((content IS NULL) = (left_out IS NOT NULL))
) PARTITION BY RANGE (kept_at);
CREATE TABLE freshet.artifact_default PARTITION OF freshet.artifact DEFAULT;
CREATE INDEX artifact_by_run ON freshet.artifact (run_id, id);
CREATE INDEX artifact_by_id ON freshet.artifact (id);
COMMENT ON TABLE  freshet.artifact IS 'The files runs kept: answers of HTTP calls, copies of mails, what Java handlers made.';
COMMENT ON COLUMN freshet.artifact.attempt IS 'The attempt of the run that kept it.';
COMMENT ON COLUMN freshet.artifact.item_key IS 'The item it was made for, or NULL.';
COMMENT ON COLUMN freshet.artifact.name IS 'Its file name; several artifacts of a run may share one.';
COMMENT ON COLUMN freshet.artifact.media_type IS 'What it is, as HTTP says it: text/html; charset=utf-8.';
COMMENT ON COLUMN freshet.artifact.size IS 'Its bytes, also where they were left out.';
COMMENT ON COLUMN freshet.artifact.sha256 IS 'SHA-256 of its bytes in hexadecimal, also where they were left out.';
COMMENT ON COLUMN freshet.artifact.content IS 'The bytes; NULL where they were left out.';
COMMENT ON COLUMN freshet.artifact.left_out IS 'Why its bytes are not kept, or NULL where they are.';
COMMENT ON COLUMN freshet.artifact.kept_at IS 'When it was kept; it goes with its week when retention says so.';

CREATE TABLE freshet.installation (
  id uuid CONSTRAINT installation_pk PRIMARY KEY
);
INSERT INTO freshet.installation (id) VALUES (gen_random_uuid());
COMMENT ON TABLE  freshet.installation IS 'One row: which Freshet this is.';
COMMENT ON COLUMN freshet.installation.id IS 'Part of every idempotency key, so that two installations that call the same service are told apart.';
