-- SPDX-License-Identifier: Apache-2.0
-- The database of the audience example: what an analytics app stores, and the views its pages read.
--
-- Plain PostgreSQL 14 or later: no extension, no superuser. Running it again changes nothing and loses nothing.
--   psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -1 -f schema.sql
--
-- Windows are written in hours (720 hours = 30 days) and days are days of UTC, so that a view's content depends neither
-- on the time zone of the session that refreshes it nor on daylight saving time.

-- ---------------------------------------------------------------------------------------------------------------------
-- What the app records
-- ---------------------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS timeline_analyses (
    id          uuid        NOT NULL DEFAULT gen_random_uuid(),
    user_id     uuid        NOT NULL,
    target_did  text        NOT NULL,
    flow_data   jsonb,
    clout_data  jsonb,
    kudos_data  jsonb,
    pulse_data  jsonb,
    analyzed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT timeline_analyses_pk PRIMARY KEY (id)
);
-- The windows of the views (30 days, 24 hours newest first); id breaks ties.
CREATE INDEX IF NOT EXISTS timeline_analyses_analyzed_at ON timeline_analyses (analyzed_at, id);
CREATE INDEX IF NOT EXISTS timeline_analyses_user ON timeline_analyses (user_id, analyzed_at);

COMMENT ON TABLE timeline_analyses IS 'One analysis of a timeline, asked for by a user: up to four metrics.';
COMMENT ON COLUMN timeline_analyses.user_id IS 'Who asked.';
COMMENT ON COLUMN timeline_analyses.target_did IS 'Whose timeline (or which component of a replayed project) was analysed.';
COMMENT ON COLUMN timeline_analyses.flow_data IS
    'How much flows: {"score": number, "posts": int, "replies": int}; replayed: {"score", "files_changed"}. NULL: not measured.';
COMMENT ON COLUMN timeline_analyses.clout_data IS
    'How far it reaches: {"score": number, "followers": int, "mentions": int}; replayed: {"score", "lines_added"}. NULL: not measured.';
COMMENT ON COLUMN timeline_analyses.kudos_data IS
    'How it is received: {"score": number, "likes": int, "reposts": int}; replayed: {"score", "lines_deleted"}. NULL: not measured.';
COMMENT ON COLUMN timeline_analyses.pulse_data IS
    'How regular it is: {"score": number, "active_hours": int}; replayed: {"score", "binary_files"}. NULL: not measured.';
COMMENT ON COLUMN timeline_analyses.analyzed_at IS 'Event time.';

CREATE TABLE IF NOT EXISTS sessions (
    id         uuid        NOT NULL,
    user_id    uuid        NOT NULL,
    started_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT sessions_pk PRIMARY KEY (id)
);
CREATE INDEX IF NOT EXISTS sessions_expires_at ON sessions (expires_at);
COMMENT ON TABLE sessions IS 'Sign-ins; the job cleanup_expired_sessions deletes those past expires_at.';

CREATE TABLE IF NOT EXISTS profile_cache (
    did        text        NOT NULL,
    profile    jsonb       NOT NULL,
    cached_at  timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT profile_cache_pk PRIMARY KEY (did)
);
CREATE INDEX IF NOT EXISTS profile_cache_expires_at ON profile_cache (expires_at);
COMMENT ON TABLE profile_cache IS 'Profiles of analysed targets; the job cleanup_profile_cache deletes those past expires_at.';

CREATE TABLE IF NOT EXISTS rate_limits (
    user_id      uuid        NOT NULL,
    window_start timestamptz NOT NULL,
    requests     integer     NOT NULL,
    expires_at   timestamptz NOT NULL,
    CONSTRAINT rate_limits_pk PRIMARY KEY (user_id, window_start)
);
CREATE INDEX IF NOT EXISTS rate_limits_expires_at ON rate_limits (expires_at);
COMMENT ON TABLE rate_limits IS 'Requests per user and minute; the job cleanup_rate_limits deletes windows past expires_at.';

CREATE TABLE IF NOT EXISTS team (
    team_id integer NOT NULL,
    name    text    NOT NULL,
    email   text    NOT NULL,
    CONSTRAINT team_pk PRIMARY KEY (team_id)
);
COMMENT ON TABLE team IS 'Who gets a daily report about some of the users; the job team_activity mails it.';
INSERT INTO team (team_id, name, email)
VALUES (0, 'Harbour', 'harbour@audience.example'), (1, 'Meadow', 'meadow@audience.example'),
       (2, 'Summit', 'summit@audience.example'), (3, 'River', 'river@audience.example'),
       (4, 'Orchard', 'orchard@audience.example')
ON CONFLICT DO NOTHING;

-- Neither the simulator nor a replayed project knows teams: users are dealt out by their ids, always the same way.
CREATE OR REPLACE FUNCTION team_of(user_id uuid) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT ('x' || substr(md5(user_id::text), 1, 6))::bit(24)::integer % 5 $$;
COMMENT ON FUNCTION team_of IS 'The team that looks after a user.';

-- ---------------------------------------------------------------------------------------------------------------------
-- What a replay of real events remembers
-- ---------------------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS replay_state (
    source          text        NOT NULL,
    time_shift      interval    NOT NULL,
    last_event_at   timestamptz NOT NULL,
    first_replay_at timestamptz NOT NULL,
    CONSTRAINT replay_state_pk PRIMARY KEY (source)
);
COMMENT ON TABLE replay_state IS 'How far a source''s events were moved in time, so that a later replay moves them equally.';
COMMENT ON COLUMN replay_state.time_shift IS 'Added to each event time; the last event was "now" at the first replay.';
COMMENT ON COLUMN replay_state.last_event_at IS 'The last event time in the source, as it was before it was moved.';

CREATE TABLE IF NOT EXISTS replay_rejects (
    line   bigint NOT NULL,
    reason text   NOT NULL,
    raw    text   NOT NULL,
    CONSTRAINT replay_rejects_pk PRIMARY KEY (line)
);
COMMENT ON TABLE replay_rejects IS 'Rows of the replayed file that could not be read as events: skipped, and kept here.';

-- ---------------------------------------------------------------------------------------------------------------------
-- The four metrics as numbers
-- ---------------------------------------------------------------------------------------------------------------------

-- Anything but a JSON number counts as not measured: one odd document must not make seven views fail.
CREATE OR REPLACE VIEW analysis_scores AS
SELECT id, user_id, target_did, analyzed_at, flow, clout, kudos, pulse,
       (coalesce(flow, 0) + coalesce(clout, 0) + coalesce(kudos, 0) + coalesce(pulse, 0))
           / nullif(num_nonnulls(flow, clout, kudos, pulse), 0) AS engagement
FROM (
    SELECT id, user_id, target_did, analyzed_at,
           CASE WHEN jsonb_typeof(flow_data -> 'score') = 'number' THEN (flow_data ->> 'score')::numeric END AS flow,
           CASE WHEN jsonb_typeof(clout_data -> 'score') = 'number' THEN (clout_data ->> 'score')::numeric END AS clout,
           CASE WHEN jsonb_typeof(kudos_data -> 'score') = 'number' THEN (kudos_data ->> 'score')::numeric END AS kudos,
           CASE WHEN jsonb_typeof(pulse_data -> 'score') = 'number' THEN (pulse_data ->> 'score')::numeric END AS pulse
    FROM timeline_analyses
) AS scored;
COMMENT ON VIEW analysis_scores IS
    'Each analysis with its scores as numbers (NULL: not measured); engagement is the mean of those it has.';

-- ---------------------------------------------------------------------------------------------------------------------
-- Group audience: the seven views of the app's pages, each with a unique index on its natural key
-- ---------------------------------------------------------------------------------------------------------------------

CREATE MATERIALIZED VIEW IF NOT EXISTS landing_hero_stats AS
SELECT 30                            AS window_days,
       count(*)                      AS total_analyses,
       count(DISTINCT user_id)       AS total_users,
       round(avg(engagement), 4)     AS average_engagement
FROM analysis_scores
WHERE analyzed_at >= now() - interval '720 hours';
CREATE UNIQUE INDEX IF NOT EXISTS landing_hero_stats_key ON landing_hero_stats (window_days);
COMMENT ON MATERIALIZED VIEW landing_hero_stats IS 'The landing page''s numbers over the last 30 days: one row.';

CREATE MATERIALIZED VIEW IF NOT EXISTS analysis_type_stats AS
SELECT type.analysis_type, type.total_analyses, type.total_users, type.average_score
FROM (
    SELECT count(flow) AS flow_total, count(DISTINCT user_id) FILTER (WHERE flow IS NOT NULL) AS flow_users,
           count(clout) AS clout_total, count(DISTINCT user_id) FILTER (WHERE clout IS NOT NULL) AS clout_users,
           count(kudos) AS kudos_total, count(DISTINCT user_id) FILTER (WHERE kudos IS NOT NULL) AS kudos_users,
           count(pulse) AS pulse_total, count(DISTINCT user_id) FILTER (WHERE pulse IS NOT NULL) AS pulse_users,
           round(avg(flow), 4) AS flow_score, round(avg(clout), 4) AS clout_score,
           round(avg(kudos), 4) AS kudos_score, round(avg(pulse), 4) AS pulse_score
    FROM analysis_scores
    WHERE analyzed_at >= now() - interval '720 hours'
) AS total
CROSS JOIN LATERAL (VALUES
    ('flow'::text, flow_total, flow_users, flow_score),
    ('clout', clout_total, clout_users, clout_score),
    ('kudos', kudos_total, kudos_users, kudos_score),
    ('pulse', pulse_total, pulse_users, pulse_score)
) AS type (analysis_type, total_analyses, total_users, average_score);
CREATE UNIQUE INDEX IF NOT EXISTS analysis_type_stats_key ON analysis_type_stats (analysis_type);
COMMENT ON MATERIALIZED VIEW analysis_type_stats IS 'Totals of flow, clout, kudos and pulse over the last 30 days: four rows.';

CREATE MATERIALIZED VIEW IF NOT EXISTS top_active_users AS
SELECT row_number() OVER (ORDER BY total_analyses DESC, last_analyzed_at DESC, user_id) AS rank,
       user_id, total_analyses, last_analyzed_at, average_engagement
FROM (
    SELECT user_id, count(*) AS total_analyses, max(analyzed_at) AS last_analyzed_at,
           round(avg(engagement), 4) AS average_engagement
    FROM analysis_scores
    WHERE analyzed_at >= now() - interval '720 hours'
    GROUP BY user_id
) AS active
ORDER BY total_analyses DESC, last_analyzed_at DESC, user_id
LIMIT 100;
CREATE UNIQUE INDEX IF NOT EXISTS top_active_users_key ON top_active_users (user_id);
COMMENT ON MATERIALIZED VIEW top_active_users IS 'The 100 users with most analyses over the last 30 days.';

CREATE MATERIALIZED VIEW IF NOT EXISTS recent_activity AS
SELECT id, user_id, target_did, analyzed_at, round(engagement, 4) AS engagement
FROM analysis_scores
WHERE analyzed_at >= now() - interval '24 hours'
ORDER BY analyzed_at DESC, id DESC
LIMIT 50;
CREATE UNIQUE INDEX IF NOT EXISTS recent_activity_key ON recent_activity (id);
COMMENT ON MATERIALIZED VIEW recent_activity IS 'The last 50 analyses of the last 24 hours.';

CREATE MATERIALIZED VIEW IF NOT EXISTS user_analysis_summary AS
SELECT user_id,
       count(*)                     AS total_analyses,
       count(DISTINCT target_did)   AS total_targets,
       min(analyzed_at)             AS first_analyzed_at,
       max(analyzed_at)             AS last_analyzed_at,
       round(avg(flow), 4)          AS average_flow,
       round(avg(clout), 4)         AS average_clout,
       round(avg(kudos), 4)         AS average_kudos,
       round(avg(pulse), 4)         AS average_pulse,
       round(avg(engagement), 4)    AS average_engagement
FROM analysis_scores
GROUP BY user_id;
CREATE UNIQUE INDEX IF NOT EXISTS user_analysis_summary_key ON user_analysis_summary (user_id);
COMMENT ON MATERIALIZED VIEW user_analysis_summary IS 'Each user''s analyses since the beginning.';

CREATE MATERIALIZED VIEW IF NOT EXISTS daily_analysis_trends AS
SELECT day.day, coalesce(done.total_analyses, 0) AS total_analyses, coalesce(done.total_users, 0) AS total_users
FROM (
    SELECT (now() AT TIME ZONE 'UTC')::date - back.days AS day FROM generate_series(0, 89) AS back (days)
) AS day
LEFT JOIN (
    SELECT (analyzed_at AT TIME ZONE 'UTC')::date AS day, count(*) AS total_analyses,
           count(DISTINCT user_id) AS total_users
    FROM timeline_analyses
    WHERE analyzed_at >= ((now() AT TIME ZONE 'UTC')::date - 89)::timestamp AT TIME ZONE 'UTC'
    GROUP BY 1
) AS done ON done.day = day.day;
CREATE UNIQUE INDEX IF NOT EXISTS daily_analysis_trends_key ON daily_analysis_trends (day);
COMMENT ON MATERIALIZED VIEW daily_analysis_trends IS
    'Analyses per day of UTC over the last 90 days, today included: 90 rows, also for days without any.';

CREATE MATERIALIZED VIEW IF NOT EXISTS analysis_correlations AS
SELECT pair.metric_a, pair.metric_b, pair.total_analyses,
       -- Rounded: the last digits of a floating-point sum depend on the order in which rows were read.
       round(pair.correlation::numeric, 6) AS correlation
FROM (
    SELECT corr(flow::float8, clout::float8) AS flow_clout, regr_count(flow::float8, clout::float8) AS flow_clout_n,
           corr(flow::float8, kudos::float8) AS flow_kudos, regr_count(flow::float8, kudos::float8) AS flow_kudos_n,
           corr(flow::float8, pulse::float8) AS flow_pulse, regr_count(flow::float8, pulse::float8) AS flow_pulse_n,
           corr(clout::float8, kudos::float8) AS clout_kudos, regr_count(clout::float8, kudos::float8) AS clout_kudos_n,
           corr(clout::float8, pulse::float8) AS clout_pulse, regr_count(clout::float8, pulse::float8) AS clout_pulse_n,
           corr(kudos::float8, pulse::float8) AS kudos_pulse, regr_count(kudos::float8, pulse::float8) AS kudos_pulse_n
    FROM analysis_scores
    WHERE analyzed_at >= now() - interval '720 hours'
) AS pearson
CROSS JOIN LATERAL (VALUES
    ('flow'::text, 'clout'::text, flow_clout_n, flow_clout),
    ('flow', 'kudos', flow_kudos_n, flow_kudos),
    ('flow', 'pulse', flow_pulse_n, flow_pulse),
    ('clout', 'kudos', clout_kudos_n, clout_kudos),
    ('clout', 'pulse', clout_pulse_n, clout_pulse),
    ('kudos', 'pulse', kudos_pulse_n, kudos_pulse)
) AS pair (metric_a, metric_b, total_analyses, correlation);
CREATE UNIQUE INDEX IF NOT EXISTS analysis_correlations_key ON analysis_correlations (metric_a, metric_b);
COMMENT ON MATERIALIZED VIEW analysis_correlations IS
    'Pearson''s correlation of each two metrics over the last 30 days: six rows; NULL where it is not defined.';

-- ---------------------------------------------------------------------------------------------------------------------
-- Group refresh_leaderboards
-- ---------------------------------------------------------------------------------------------------------------------

CREATE MATERIALIZED VIEW IF NOT EXISTS leaderboard_global AS
SELECT row_number() OVER (ORDER BY points DESC, user_id) AS rank, user_id, points, total_analyses
FROM (
    SELECT user_id, coalesce(sum(clout + kudos), 0) AS points, count(*) AS total_analyses
    FROM analysis_scores
    GROUP BY user_id
) AS scored
ORDER BY points DESC, user_id
LIMIT 100;
CREATE UNIQUE INDEX IF NOT EXISTS leaderboard_global_key ON leaderboard_global (user_id);
COMMENT ON MATERIALIZED VIEW leaderboard_global IS
    'The 100 users with most points since the beginning; an analysis with clout and kudos earns their sum.';

CREATE MATERIALIZED VIEW IF NOT EXISTS leaderboard_weekly AS
SELECT row_number() OVER (ORDER BY points DESC, user_id) AS rank, user_id, points, total_analyses
FROM (
    SELECT user_id, coalesce(sum(clout + kudos), 0) AS points, count(*) AS total_analyses
    FROM analysis_scores
    WHERE analyzed_at >= now() - interval '168 hours'
    GROUP BY user_id
) AS scored
ORDER BY points DESC, user_id
LIMIT 100;
CREATE UNIQUE INDEX IF NOT EXISTS leaderboard_weekly_key ON leaderboard_weekly (user_id);
COMMENT ON MATERIALIZED VIEW leaderboard_weekly IS
    'The 100 users with most points over the last 7 days; an analysis with clout and kudos earns their sum.';

-- ---------------------------------------------------------------------------------------------------------------------
-- For applications
-- ---------------------------------------------------------------------------------------------------------------------

-- Everything it does becomes visible, and its locks on the seven views end, only when its caller commits. For scheduled
-- work without the service use CALL freshet.refresh_group('audience'), which commits view by view and writes the audit.
-- A view that another session is refreshing is waited for no longer than lock_timeout says, and then reported as failed.
CREATE OR REPLACE FUNCTION refresh_audience_views()
    RETURNS TABLE (name text, duration interval, status text)
    LANGUAGE plpgsql
    SET search_path FROM CURRENT
    SET lock_timeout = '10s'
AS $$
DECLARE
    began timestamptz;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'landing_hero_stats', 'analysis_type_stats', 'top_active_users', 'recent_activity',
        'user_analysis_summary', 'daily_analysis_trends', 'analysis_correlations']
    LOOP
        began := clock_timestamp();
        BEGIN
            EXECUTE format('REFRESH MATERIALIZED VIEW CONCURRENTLY %I', name);
            status := 'success';
        EXCEPTION WHEN OTHERS THEN
            status := 'failed: ' || SQLERRM;
        END;
        duration := clock_timestamp() - began;
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION refresh_audience_views() IS
    'Refreshes the seven views of group audience concurrently and returns name, duration and status of each; one that fails does not stop the rest. Its effects become visible only when its caller commits.';
