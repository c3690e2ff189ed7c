ALTER TABLE freshet.definition DROP CONSTRAINT definition_kind;
ALTER TABLE freshet.definition ADD CONSTRAINT definition_kind CHECK (kind IN ('job', 'view', 'group', 'database', 'channel', 'settings'));
COMMENT ON COLUMN freshet.definition.kind IS 'job, view, group, database, channel (where alerts are told) or settings.';

CREATE TABLE freshet.alert (
  id               bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT alert_pk PRIMARY KEY,
  kind             text        NOT NULL CONSTRAINT alert_kind CHECK (kind IN ('breach', 'failed', 'lost', 'slow', 'behind', 'dead-letter')),
  subject_kind     text        NOT NULL,
  subject          text        NOT NULL,
  owner            text,
  run_id           bigint,
  message          text        NOT NULL,
  details          jsonb       NOT NULL DEFAULT '{}',
  began_at         timestamptz NOT NULL,
  opened_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_seen_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  told_at          timestamptz,
  resolved_at      timestamptz,
  resolved_because text,
  CONSTRAINT alert_resolved CHECK ((resolved_at IS NULL) = (resolved_because IS NULL))
);
-- The law behind "told once": one open alert for each kind and subject, however many nodes look.
CREATE UNIQUE INDEX alert_one_open ON freshet.alert (kind, subject_kind, subject) WHERE resolved_at IS NULL;
CREATE INDEX alert_by_subject ON freshet.alert (kind, subject_kind, subject, told_at);
CREATE INDEX alert_by_resolution ON freshet.alert (resolved_at) WHERE resolved_at IS NOT NULL;
COMMENT ON TABLE  freshet.alert IS 'Conditions that somebody should know of, each with its beginning and its end.';
COMMENT ON COLUMN freshet.alert.id IS 'Counts up.';
COMMENT ON COLUMN freshet.alert.kind IS 'breach, failed, lost, slow, behind or dead-letter.';
COMMENT ON COLUMN freshet.alert.subject_kind IS 'What it is about: job, view or node.';
COMMENT ON COLUMN freshet.alert.subject IS 'Its name.';
COMMENT ON COLUMN freshet.alert.owner IS 'Who answers for it, as declared when the alert opened.';
COMMENT ON COLUMN freshet.alert.run_id IS 'The newest run it is about, or NULL.';
COMMENT ON COLUMN freshet.alert.message IS 'What is the matter, in a sentence.';
COMMENT ON COLUMN freshet.alert.details IS 'The same for machines, and more of it.';
COMMENT ON COLUMN freshet.alert.began_at IS 'When the condition began.';
COMMENT ON COLUMN freshet.alert.opened_at IS 'When Freshet noticed.';
COMMENT ON COLUMN freshet.alert.last_seen_at IS 'When the condition was last seen, within a minute.';
COMMENT ON COLUMN freshet.alert.told_at IS 'When channels were told that it opened; NULL while it is silenced, flaps, or no channel wants it.';
COMMENT ON COLUMN freshet.alert.resolved_at IS 'When the condition was over; NULL while it is not.';
COMMENT ON COLUMN freshet.alert.resolved_because IS 'What ended it.';

CREATE TABLE freshet.alert_delivery (
  id           bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT alert_delivery_pk PRIMARY KEY,
  alert_id     bigint      CONSTRAINT alert_delivery_of REFERENCES freshet.alert ON DELETE CASCADE,
  event        text        NOT NULL CONSTRAINT alert_delivery_event CHECK (event IN ('opened', 'reminder', 'resolved', 'test')),
  channel      text        NOT NULL,
  means        text        NOT NULL CONSTRAINT alert_delivery_means CHECK (means IN ('webhook', 'email', 'log')),
  recipient    text,
  queued_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  attempts     int         NOT NULL DEFAULT 0,
  next_at      timestamptz DEFAULT clock_timestamp(),
  delivered_at timestamptz,
  error        text,
  CONSTRAINT alert_delivery_recipient CHECK ((means = 'email') = (recipient IS NOT NULL)),
  CONSTRAINT alert_delivery_test CHECK ((event = 'test') = (alert_id IS NULL)),
  CONSTRAINT alert_delivery_over CHECK (delivered_at IS NULL OR next_at IS NULL)
) WITH (fillfactor = 80);
CREATE INDEX alert_delivery_due ON freshet.alert_delivery (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX alert_delivery_by_alert ON freshet.alert_delivery (alert_id, id);
CREATE INDEX alert_delivery_by_channel ON freshet.alert_delivery (channel, id DESC);
COMMENT ON TABLE  freshet.alert_delivery IS 'One message about one alert to one recipient: queued with the alert, delivered at least once.';
COMMENT ON COLUMN freshet.alert_delivery.id IS 'Counts up; the receiver''s idempotency key is made of it.';
COMMENT ON COLUMN freshet.alert_delivery.alert_id IS 'The alert; NULL for a test of the channel.';
COMMENT ON COLUMN freshet.alert_delivery.event IS 'opened, reminder, resolved or test.';
COMMENT ON COLUMN freshet.alert_delivery.channel IS 'The channel, as declared under alerts.';
COMMENT ON COLUMN freshet.alert_delivery.means IS 'webhook, email or log.';
COMMENT ON COLUMN freshet.alert_delivery.recipient IS 'The address a mail goes to.';
COMMENT ON COLUMN freshet.alert_delivery.queued_at IS 'When it was owed.';
COMMENT ON COLUMN freshet.alert_delivery.attempts IS 'How many times it was tried.';
COMMENT ON COLUMN freshet.alert_delivery.next_at IS 'When it is tried next, or, while a node is at it, when another node takes over; NULL when it was delivered or given up.';
COMMENT ON COLUMN freshet.alert_delivery.delivered_at IS 'When it was handed over; NULL before, and where it was given up.';
COMMENT ON COLUMN freshet.alert_delivery.error IS 'Why the last try failed.';

CREATE TABLE freshet.silence (
  id         bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT silence_pk PRIMARY KEY,
  kind       text        CONSTRAINT silence_kind CHECK (kind IN ('breach', 'failed', 'lost', 'slow', 'behind', 'dead-letter')),
  subject    text        NOT NULL,
  reason     text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_by text        NOT NULL,
  ends_at    timestamptz NOT NULL,
  ended_by   text
);
CREATE INDEX silence_by_end ON freshet.silence (ends_at);
COMMENT ON TABLE  freshet.silence IS 'What is not told for a while.';
COMMENT ON COLUMN freshet.silence.id IS 'Counts up.';
COMMENT ON COLUMN freshet.silence.kind IS 'The kind of alerts, or NULL for every kind.';
COMMENT ON COLUMN freshet.silence.subject IS 'Names of jobs, views and nodes; * stands for any characters.';
COMMENT ON COLUMN freshet.silence.reason IS 'Why.';
COMMENT ON COLUMN freshet.silence.created_at IS 'Since when.';
COMMENT ON COLUMN freshet.silence.created_by IS 'Who asked for it.';
COMMENT ON COLUMN freshet.silence.ends_at IS 'Until when; an earlier end moves it.';
COMMENT ON COLUMN freshet.silence.ended_by IS 'Who ended it early, or NULL.';

CREATE TABLE freshet.alert_evaluation (
  one          boolean     NOT NULL DEFAULT true CONSTRAINT alert_evaluation_pk PRIMARY KEY CONSTRAINT alert_evaluation_one CHECK (one),
  evaluated_at timestamptz NOT NULL
);
COMMENT ON TABLE  freshet.alert_evaluation IS 'Up to when failures have been looked at: one row.';
COMMENT ON COLUMN freshet.alert_evaluation.one IS 'Always true.';
COMMENT ON COLUMN freshet.alert_evaluation.evaluated_at IS 'When conditions were last looked at.';
INSERT INTO freshet.alert_evaluation (evaluated_at) VALUES (clock_timestamp() - interval '1 day');

-- Conditions ----------------------------------------------------------------------------------------------------------
-- Each function lists what is the case right now. Those about runs that ended start from what ended lately and from the
-- alerts that are open, so that a long history costs nothing.
CREATE INDEX run_failed_by_end ON freshet.run_failed (ended_at);

CREATE TYPE freshet.alert_condition AS (
  subject_kind text, subject text, owner text, run_id bigint, message text, details jsonb, began_at timestamptz);
COMMENT ON TYPE freshet.alert_condition IS 'Something that is the case and that somebody should know of.';

CREATE FUNCTION freshet.later_success(job text, since timestamptz) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT s.id FROM (
    SELECT r.id, r.ended_at FROM freshet.run_succeeded r
    WHERE r.job BETWEEN later_success.job AND later_success.job AND r.state = 'succeeded'
      AND r.ended_at >= date_trunc('week', since, 'UTC')
    ORDER BY r.job, r.id DESC LIMIT 1) s
  WHERE s.ended_at > since
$$;
COMMENT ON FUNCTION freshet.later_success IS 'The newest run of a job that succeeded, if that was after an instant; NULL otherwise.';

CREATE FUNCTION freshet.alert_bad_ends(wanted text, since timestamptz) RETURNS SETOF freshet.alert_condition LANGUAGE sql STABLE AS $$
  SELECT 'job', j.name, j.owner, f.id,
         CASE wanted WHEN 'lost' THEN format('run %s of job %s was lost: %s', f.id, j.name, coalesce(f.error ->> 'message', 'its node died'))
                     ELSE format('job %s failed: %s', j.name, coalesce(f.error ->> 'message', 'its error is not known')) END,
         jsonb_strip_nulls(jsonb_build_object('run', f.id, 'attempts', f.attempt, 'trigger', f.trigger, 'sqlstate', f.error ->> 'sqlState')),
         f.ended_at
  FROM (SELECT r.job FROM freshet.run_failed r WHERE r.ended_at >= since AND r.state = wanted
        UNION SELECT a.subject FROM freshet.alert a WHERE a.kind = wanted AND a.subject_kind = 'job' AND a.resolved_at IS NULL) c (job)
  JOIN freshet.job j ON j.name = c.job AND j.retired_at IS NULL
  CROSS JOIN LATERAL (
    SELECT r.id, r.ended_at, r.error, r.attempt, r.trigger FROM freshet.run_failed r
    WHERE r.job BETWEEN c.job AND c.job AND r.state = wanted ORDER BY r.job, r.id DESC LIMIT 1) f
  WHERE freshet.later_success(j.name, f.ended_at) IS NULL
     -- What was mended before anybody looked opens an alert all the same, which the next look resolves.
     OR f.ended_at >= greatest(since, clock_timestamp() - interval '10 minutes')
        AND NOT EXISTS (SELECT FROM freshet.alert a
                        WHERE a.kind = wanted AND a.subject_kind = 'job' AND a.subject = j.name AND a.run_id >= f.id)
$$;
COMMENT ON FUNCTION freshet.alert_bad_ends IS 'Jobs with a run that ended failed (or lost) and none that succeeded since, or whose failure no alert has told of yet.';

CREATE FUNCTION freshet.alert_lost_nodes() RETURNS SETOF freshet.alert_condition LANGUAGE sql STABLE AS $$
  SELECT DISTINCT ON (n.name) 'node', n.name, NULL::text, NULL::bigint,
         format('node %s was lost: its lease ran out at %s; its runs are taken over', n.name, to_char(n.leased_until AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')),
         jsonb_build_object('node', n.id, 'version', n.version, 'process', n.process_id), n.leased_until
  FROM freshet.node n
  WHERE n.closed_because = 'lost'
    AND (n.closed_at > clock_timestamp() - interval '15 minutes' OR EXISTS (SELECT FROM freshet.run_active r WHERE r.node_id = n.id))
    AND NOT EXISTS (SELECT FROM freshet.node o
                    WHERE o.name = n.name AND o.id > n.id AND o.closed_at IS NULL AND o.leased_until > clock_timestamp())
  ORDER BY n.name, n.id DESC
$$;
COMMENT ON FUNCTION freshet.alert_lost_nodes IS 'Nodes lost within 15 minutes, or whose runs nobody has taken over, and of whose name none lives.';

CREATE FUNCTION freshet.alert_slow_runs() RETURNS SETOF freshet.alert_condition LANGUAGE sql STABLE AS $$
  SELECT DISTINCT ON (r.job) 'job', r.job, j.owner, r.id,
         format('job %s is slow: run %s began at %s and takes longer than usual', r.job, r.id, to_char(r.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')),
         jsonb_strip_nulls(jsonb_build_object('run', r.id, 'started_at', r.started_at, 'node', freshet.node_name(r.node_id))), r.slow_since
  FROM freshet.run_active r LEFT JOIN freshet.job j ON j.name = r.job
  WHERE r.slow_since IS NOT NULL AND r.state IN ('running', 'stopping')
  ORDER BY r.job, r.id
$$;
COMMENT ON FUNCTION freshet.alert_slow_runs IS 'Jobs with a run at work that takes longer than usual.';

CREATE FUNCTION freshet.alert_behind_jobs() RETURNS SETOF freshet.alert_condition LANGUAGE sql STABLE AS $$
  SELECT 'job', j.name, j.owner, NULL::bigint,
         format('the tick of job %s that was due at %s is not evaluated', j.name, to_char(j.next_tick_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')),
         jsonb_build_object('due_at', j.next_tick_at), j.next_tick_at
  FROM freshet.job j
  WHERE j.retired_at IS NULL AND j.next_tick_at < clock_timestamp() - interval '1 minute'
$$;
COMMENT ON FUNCTION freshet.alert_behind_jobs IS 'Jobs whose tick is due for more than a minute and not evaluated.';

-- What ended before anybody looked is told all the same, once, as long as no alert was open while it lasted. Queries of
-- other sessions stay in the house.
CREATE FUNCTION freshet.alert_breaches() RETURNS SETOF freshet.alert_condition LANGUAGE sql STABLE AS $$
  SELECT DISTINCT ON (b.name) 'view', b.name, j.owner, NULL::bigint,
         format(CASE WHEN b.ended_at IS NULL THEN 'view %1$s is older than promised: %2$s' ELSE 'view %1$s was older than promised from %3$s to %4$s: %2$s' END,
                b.name, regexp_replace(b.cause, '[,;] query: .*$', ''), freshet.spoken_moment(b.began_at), freshet.spoken_moment(b.ended_at)),
         jsonb_build_object('breach', b.id, 'sla', b.sla, 'worst_lag', b.worst_lag, 'cause_kind', b.cause_kind), b.began_at
  FROM freshet.breach b LEFT JOIN freshet.job j ON j.name = b.name
  WHERE b.ended_at IS NULL
     OR b.judged_at > clock_timestamp() - interval '10 minutes'
        AND NOT EXISTS (SELECT FROM freshet.alert a
                        WHERE a.kind = 'breach' AND a.subject_kind = 'view' AND a.subject = b.name
                          AND ((a.details ->> 'breach')::bigint >= b.id
                               OR a.opened_at <= b.judged_at AND coalesce(a.resolved_at, 'infinity') >= b.began_at))
  ORDER BY b.name, b.ended_at IS NULL DESC, b.id DESC
$$;
COMMENT ON FUNCTION freshet.alert_breaches IS 'Views that lag behind more than was promised, or whose breach came and went before any alert told of it.';

CREATE FUNCTION freshet.alert_resolution(alert freshet.alert) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN alert.subject_kind = 'job' AND NOT EXISTS (SELECT FROM freshet.job j WHERE j.name = alert.subject AND j.retired_at IS NULL)
      THEN 'the job is not defined any more'
    WHEN alert.kind = 'slow' THEN coalesce('run ' || alert.run_id || ' ended: ' || (freshet.run_outcome(alert.run_id)).state, 'its run ended')
    WHEN alert.kind = 'behind' THEN 'the tick was evaluated'
    WHEN alert.subject_kind = 'node' THEN
      CASE WHEN EXISTS (SELECT FROM freshet.node n WHERE n.name = alert.subject AND n.closed_at IS NULL)
           THEN 'a node of this name lives again' ELSE 'its runs were taken over, and 15 minutes passed' END
    WHEN alert.kind IN ('failed', 'lost')
      THEN coalesce('run ' || freshet.later_success(alert.subject, alert.began_at) || ' succeeded', 'its run is not kept any more')
    WHEN alert.kind = 'breach' THEN 'the breach ended'
    ELSE 'it is over' END
$$;
COMMENT ON FUNCTION freshet.alert_resolution IS 'What ended an alert whose condition is over.';
