ALTER TABLE freshet.definition DROP CONSTRAINT definition_kind;
ALTER TABLE freshet.definition ADD CONSTRAINT definition_kind CHECK (kind IN ('job', 'view', 'group', 'database', 'settings'));
