CREATE TABLE freshet.user_account (
  id            bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT user_account_pk PRIMARY KEY,
  name          text        NOT NULL,
  display_name  text        NOT NULL,
  email         text,
  role          text        NOT NULL CONSTRAINT user_account_role CHECK (role IN ('viewer', 'operator', 'administrator')),
  password_hash text,
  oidc_issuer   text,
  oidc_subject  text,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_by    text        NOT NULL,
  disabled_at   timestamptz,
  last_login_at timestamptz,
  CONSTRAINT user_account_oidc_whole CHECK ((oidc_issuer IS NULL) = (oidc_subject IS NULL)),
  CONSTRAINT user_account_oidc_unique UNIQUE (oidc_issuer, oidc_subject)
);
CREATE UNIQUE INDEX user_account_name_unique ON freshet.user_account (lower(name));
COMMENT ON TABLE  freshet.user_account IS 'People who may log in to the dashboard. Nobody is deleted, only disabled: the audit trail names them.';
COMMENT ON COLUMN freshet.user_account.id IS 'The user.';
COMMENT ON COLUMN freshet.user_account.name IS 'What the user logs in with, and the actor in the audit trail; unique without regard to case.';
COMMENT ON COLUMN freshet.user_account.display_name IS 'What the dashboard calls the user.';
COMMENT ON COLUMN freshet.user_account.email IS 'For people; Freshet sends nothing there.';
COMMENT ON COLUMN freshet.user_account.role IS 'viewer, operator or administrator; each includes those before it.';
COMMENT ON COLUMN freshet.user_account.password_hash IS 'A slow salted hash with the name of its method; NULL before the link was used, and for users of an OIDC provider.';
COMMENT ON COLUMN freshet.user_account.oidc_issuer IS 'The OIDC provider that vouches for the user, or NULL.';
COMMENT ON COLUMN freshet.user_account.oidc_subject IS 'How that provider knows the user.';
COMMENT ON COLUMN freshet.user_account.created_at IS 'Since when there is this user.';
COMMENT ON COLUMN freshet.user_account.created_by IS 'Who invited the user.';
COMMENT ON COLUMN freshet.user_account.disabled_at IS 'Since when the user is not let in any more, or NULL.';
COMMENT ON COLUMN freshet.user_account.last_login_at IS 'When the user logged in last.';

CREATE TABLE freshet.session (
  id             bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT session_pk PRIMARY KEY,
  hash           bytea       NOT NULL CONSTRAINT session_hash_unique UNIQUE,
  user_id        bigint      NOT NULL CONSTRAINT session_whose REFERENCES freshet.user_account,
  method         text        NOT NULL CONSTRAINT session_method CHECK (method IN ('password', 'link', 'oidc')),
  remote_address text        NOT NULL,
  user_agent     text        NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_seen_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at     timestamptz NOT NULL
);
CREATE INDEX session_of_user ON freshet.session (user_id);
COMMENT ON TABLE  freshet.session IS 'Who is logged in to the dashboard. A session that was revoked is deleted.';
COMMENT ON COLUMN freshet.session.id IS 'The session, as lists show it; not its secret.';
COMMENT ON COLUMN freshet.session.hash IS 'SHA-256 of the cookie''s value.';
COMMENT ON COLUMN freshet.session.user_id IS 'Whose it is.';
COMMENT ON COLUMN freshet.session.method IS 'How the user logged in: password, link or oidc.';
COMMENT ON COLUMN freshet.session.remote_address IS 'From where the user logged in.';
COMMENT ON COLUMN freshet.session.user_agent IS 'With which browser.';
COMMENT ON COLUMN freshet.session.created_at IS 'When the user logged in.';
COMMENT ON COLUMN freshet.session.last_seen_at IS 'The last request, to the minute; the idle timeout counts from it.';
COMMENT ON COLUMN freshet.session.expires_at IS 'When it ends however much it is used.';

CREATE TABLE freshet.invitation (
  id         bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT invitation_pk PRIMARY KEY,
  hash       bytea       NOT NULL CONSTRAINT invitation_hash_unique UNIQUE,
  purpose    text        NOT NULL CONSTRAINT invitation_purpose CHECK (purpose IN ('first-admin', 'invite', 'password-reset')),
  user_id    bigint      CONSTRAINT invitation_whose REFERENCES freshet.user_account,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_by text        NOT NULL,
  expires_at timestamptz,
  used_at    timestamptz,
  CONSTRAINT invitation_names_its_user CHECK ((user_id IS NULL) = (purpose = 'first-admin'))
);
CREATE INDEX invitation_of_user ON freshet.invitation (user_id);
COMMENT ON TABLE  freshet.invitation IS 'One-time links by which a user sets a password; each works once.';
COMMENT ON COLUMN freshet.invitation.id IS 'The link.';
COMMENT ON COLUMN freshet.invitation.hash IS 'SHA-256 of the link''s key.';
COMMENT ON COLUMN freshet.invitation.purpose IS 'first-admin makes the first administrator; invite and password-reset set the password of a user.';
COMMENT ON COLUMN freshet.invitation.user_id IS 'For whom; NULL where the user is made when the link is used.';
COMMENT ON COLUMN freshet.invitation.created_at IS 'When it was made.';
COMMENT ON COLUMN freshet.invitation.created_by IS 'Who made it.';
COMMENT ON COLUMN freshet.invitation.expires_at IS 'From when on it is refused, or NULL.';
COMMENT ON COLUMN freshet.invitation.used_at IS 'When it was used.';

CREATE TABLE freshet.login_attempt (
  account      text        NOT NULL,
  source       text        NOT NULL,
  failures     int         NOT NULL,
  failed_at    timestamptz,
  locked_until timestamptz,
  succeeded_at timestamptz,
  CONSTRAINT login_attempt_pk PRIMARY KEY (account, source)
);
COMMENT ON TABLE  freshet.login_attempt IS 'What slows down guessing of passwords: failed logins by account and source.';
COMMENT ON COLUMN freshet.login_attempt.account IS 'SHA-256 of the name that was typed, in hex (it may be a password typed in the wrong field); empty for the count of all logins from an address.';
COMMENT ON COLUMN freshet.login_attempt.source IS 'An address, a device that the user logged in with before, or * for all devices that are not known.';
COMMENT ON COLUMN freshet.login_attempt.failures IS 'Failures in a row; for an address the level of its bucket.';
COMMENT ON COLUMN freshet.login_attempt.failed_at IS 'The newest of them.';
COMMENT ON COLUMN freshet.login_attempt.locked_until IS 'Until when logins are refused unseen.';
COMMENT ON COLUMN freshet.login_attempt.succeeded_at IS 'When a device logged in last.';

ALTER TABLE freshet.api_token ADD COLUMN jobs text[];
COMMENT ON COLUMN freshet.api_token.id IS 'The token, as lists show it; not its secret.';
COMMENT ON COLUMN freshet.api_token.name IS 'Who or what uses it, and the actor in the audit trail.';
COMMENT ON COLUMN freshet.api_token.hash IS 'SHA-256 of the token.';
COMMENT ON COLUMN freshet.api_token.role IS 'viewer, operator or administrator; each includes those before it.';
COMMENT ON COLUMN freshet.api_token.created_at IS 'When it was made.';
COMMENT ON COLUMN freshet.api_token.created_by IS 'Who made it.';
COMMENT ON COLUMN freshet.api_token.expires_at IS 'From when on it is refused, or NULL.';
COMMENT ON COLUMN freshet.api_token.revoked_at IS 'Since when it is refused, or NULL.';
COMMENT ON COLUMN freshet.api_token.last_used_at IS 'Its last use, to the minute.';
COMMENT ON COLUMN freshet.api_token.jobs IS 'When not NULL, it may start jobs and groups of these names (with * for any characters), and nothing else.';

CREATE INDEX audit_actor ON freshet.audit (actor, id DESC);
CREATE INDEX audit_action ON freshet.audit (action, id DESC);
CREATE INDEX audit_at ON freshet.audit (at);
COMMENT ON COLUMN freshet.audit.id IS 'The entry; grows with time.';
COMMENT ON COLUMN freshet.audit.at IS 'When.';
COMMENT ON COLUMN freshet.audit.actor IS 'Who: a user''s or a token''s name, or a part of Freshet.';
COMMENT ON COLUMN freshet.audit.origin IS 'From where: dashboard and the address, api, cli, serve or java.';
COMMENT ON COLUMN freshet.audit.action IS 'What was done.';
COMMENT ON COLUMN freshet.audit.subject_kind IS 'To what kind of thing: job, run, view, deployment, user, token, session.';
COMMENT ON COLUMN freshet.audit.subject IS 'To which one.';
COMMENT ON COLUMN freshet.audit.reason IS 'Why, where somebody said so.';
COMMENT ON COLUMN freshet.audit.details IS 'What else there is to know.';
