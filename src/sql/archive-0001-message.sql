-- Everything ever accepted. Written before the 250, never changed afterwards
-- but by erasure, which overwrites the row and keeps the id.

CREATE TABLE meta (
	key   TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) STRICT;

CREATE TABLE message (
	id            INTEGER PRIMARY KEY AUTOINCREMENT,
	at            INTEGER NOT NULL,
	door          TEXT NOT NULL CHECK (door IN ('pipe', 'lmtp', 'imap',
	                  'maildir', 'import', 'cli', 'rule', 'clock', 'web')),
	door_ref      TEXT,
	sender        TEXT NOT NULL,
	recipients    TEXT NOT NULL,  -- one a line: address TAB original
	queue_id      TEXT,
	sasl_username TEXT,
	size          INTEGER NOT NULL,
	raw           BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX message_door_ref ON message (door_ref)
	WHERE door_ref IS NOT NULL;
