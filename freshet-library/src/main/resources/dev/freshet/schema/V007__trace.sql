-- Whoever asks for a run over HTTP may be tracing; the attempts of the run, on whichever node, join that trace.
ALTER TABLE freshet.run ADD COLUMN trace_parent text;
COMMENT ON COLUMN freshet.run.trace_parent IS 'The trace of whoever asked for it (W3C traceparent), where traces are on.';
