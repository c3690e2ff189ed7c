-- Lag without change marks: the age since the last refresh.
CREATE VIEW freshet.view_lag AS
  SELECT s.view_name, s.as_of, greatest(clock_timestamp() - s.as_of, interval '0') AS lag, 'age'::text AS measured,
         NULL::timestamptz AS pending_since, NULL::text AS pending_source, 'its sources carry no change marks'::text AS why_age
  FROM (SELECT DISTINCT ON (r.view_name) r.view_name, r.as_of FROM freshet.materialized_view_refreshes r
        WHERE r.status = 'success' ORDER BY r.view_name, r.started_at DESC) s;
COMMENT ON VIEW freshet.view_lag IS 'How much of its sources each view does not reflect yet.';
