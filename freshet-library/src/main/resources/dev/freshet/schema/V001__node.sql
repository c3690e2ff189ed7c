CREATE TABLE freshet.node (
  id             bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT node_pk PRIMARY KEY,
  name           text        NOT NULL,
  version        text        NOT NULL,
  process_id     bigint      NOT NULL,
  started_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  renewed_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  leased_until   timestamptz NOT NULL,
  clock_skew_ms  bigint      NOT NULL DEFAULT 0,
  closed_at      timestamptz,
  closed_because text
);
CREATE INDEX node_open ON freshet.node (leased_until) WHERE closed_at IS NULL;
COMMENT ON TABLE  freshet.node IS 'One row for each start of a Freshet process.';
COMMENT ON COLUMN freshet.node.id IS 'Never reused: a process that lost its lease registers again under another id.';
COMMENT ON COLUMN freshet.node.name IS 'Host name and process, for people.';
COMMENT ON COLUMN freshet.node.version IS 'Version of Freshet.';
COMMENT ON COLUMN freshet.node.process_id IS 'Process id on its host.';
COMMENT ON COLUMN freshet.node.started_at IS 'When the process registered.';
COMMENT ON COLUMN freshet.node.renewed_at IS 'When the lease was last renewed.';
COMMENT ON COLUMN freshet.node.leased_until IS 'After this moment, on the database''s clock, others take over what the node had claimed.';
COMMENT ON COLUMN freshet.node.clock_skew_ms IS 'Clock of the node minus clock of the database, in milliseconds, when last renewed.';
COMMENT ON COLUMN freshet.node.closed_at IS 'When the node left or was found dead.';
COMMENT ON COLUMN freshet.node.closed_because IS 'stopped, or lost.';

CREATE FUNCTION freshet.node_may_claim(node bigint) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM freshet.node n WHERE n.id = node AND n.closed_at IS NULL AND n.leased_until > clock_timestamp());
COMMENT ON FUNCTION freshet.node_may_claim IS 'Whether a node''s lease holds right now.';

CREATE FUNCTION freshet.node_is_open(node bigint) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM freshet.node n WHERE n.id = node AND n.closed_at IS NULL);
COMMENT ON FUNCTION freshet.node_is_open IS 'Whether a node has neither left nor been found dead.';

CREATE FUNCTION freshet.node_name(node bigint) RETURNS text LANGUAGE sql STABLE
RETURN (SELECT n.name FROM freshet.node n WHERE n.id = node);
COMMENT ON FUNCTION freshet.node_name IS 'The name of a node, NULL when it is forgotten.';
