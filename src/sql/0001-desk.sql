-- The desk: made from the archive and from people's actions.
-- Words, not numbers, for every closed set; seconds since 1970 for every time.

CREATE TABLE meta (
	key   TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) STRICT;

CREATE TABLE person (
	id              INTEGER PRIMARY KEY AUTOINCREMENT,
	name            TEXT NOT NULL,
	is_agent        INTEGER NOT NULL DEFAULT 0 CHECK (is_agent IN (0, 1)),
	is_admin        INTEGER NOT NULL DEFAULT 0 CHECK (is_admin IN (0, 1)),
	handle          TEXT UNIQUE,          -- an agent's short name, folded
	unix_account    TEXT UNIQUE,
	sasl_login      TEXT UNIQUE,
	disabled        INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
	auto_responder  INTEGER NOT NULL DEFAULT 0 CHECK (auto_responder IN (0, 1)),
	created_at      INTEGER NOT NULL,
	created_door    TEXT NOT NULL CHECK (created_door IN ('pipe', 'lmtp',
	                    'imap', 'maildir', 'import', 'cli', 'rule', 'clock',
	                    'web')),
	created_archive INTEGER,              -- the mail that made the record
	merged_into     INTEGER REFERENCES person (id)
) STRICT;
CREATE INDEX person_agent ON person (handle, id) WHERE is_agent = 1;

CREATE TABLE address (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	person_id  INTEGER NOT NULL REFERENCES person (id),
	address    TEXT NOT NULL,             -- as given: letters go to it
	identity   TEXT NOT NULL UNIQUE,      -- folded, for finding
	is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
	state      TEXT NOT NULL DEFAULT 'ok' CHECK (state IN ('ok', 'soft',
	               'hard')),
	state_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX address_person ON address (person_id);
CREATE UNIQUE INDEX address_primary ON address (person_id) WHERE is_primary = 1;

CREATE TABLE department (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	name       TEXT NOT NULL,             -- as shown
	folded     TEXT NOT NULL UNIQUE,      -- for finding
	parent_id  INTEGER REFERENCES department (id),
	is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1)),
	disabled   INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
	created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX department_default ON department (is_default)
	WHERE is_default = 1;

CREATE TABLE department_address (
	identity      TEXT NOT NULL PRIMARY KEY,
	address       TEXT NOT NULL,
	department_id INTEGER NOT NULL REFERENCES department (id),
	is_primary    INTEGER NOT NULL CHECK (is_primary IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX department_address_primary
	ON department_address (department_id) WHERE is_primary = 1;

CREATE TABLE membership (
	department_id INTEGER NOT NULL REFERENCES department (id),
	person_id     INTEGER NOT NULL REFERENCES person (id),
	role          TEXT NOT NULL CHECK (role IN ('member', 'manager')),
	PRIMARY KEY (department_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_person ON membership (person_id);

CREATE TABLE ban (
	id      INTEGER PRIMARY KEY AUTOINCREMENT, -- the change log's name for it
	pattern TEXT NOT NULL UNIQUE,         -- folded address, or @domain
	reason  TEXT NOT NULL,
	at      INTEGER NOT NULL
) STRICT;

CREATE TABLE ticket (
	id                INTEGER PRIMARY KEY AUTOINCREMENT,
	subject           TEXT NOT NULL,      -- the base subject
	status            TEXT NOT NULL CHECK (status IN ('open', 'pending',
	                      'hold', 'solved', 'closed', 'spam')),
	priority          TEXT NOT NULL CHECK (priority IN ('low', 'normal',
	                      'high', 'urgent')),
	department_id     INTEGER NOT NULL REFERENCES department (id),
	department_chosen INTEGER NOT NULL CHECK (department_chosen IN (0, 1)),
	user_id           INTEGER NOT NULL REFERENCES person (id),
	notify_address_id INTEGER REFERENCES address (id),
	assignee_id       INTEGER REFERENCES person (id),
	created_at        INTEGER NOT NULL,
	changed_at        INTEGER NOT NULL,
	hint_ticket_id    INTEGER,            -- weak evidence it was opened in spite of
	merged_into       INTEGER REFERENCES ticket (id)
) STRICT;
CREATE INDEX ticket_user ON ticket (user_id, id);
CREATE INDEX ticket_user_open ON ticket (user_id, id)
	WHERE status IN ('open', 'pending', 'hold');
CREATE INDEX ticket_status ON ticket (status, id, merged_into)
	WHERE merged_into IS NULL;
CREATE INDEX ticket_assignee ON ticket (assignee_id, status, id)
	WHERE assignee_id IS NOT NULL;
CREATE INDEX ticket_merged ON ticket (merged_into)
	WHERE merged_into IS NOT NULL;

CREATE TABLE participant (
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	person_id INTEGER NOT NULL REFERENCES person (id),
	PRIMARY KEY (ticket_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	ticket_id   INTEGER NOT NULL REFERENCES ticket (id),
	kind        TEXT NOT NULL CHECK (kind IN ('message', 'reply', 'note',
	                'event')),
	is_private  INTEGER NOT NULL CHECK (is_private IN (0, 1)),
	person_id   INTEGER REFERENCES person (id),  -- NULL: the desk itself
	at          INTEGER NOT NULL,
	door        TEXT NOT NULL CHECK (door IN ('pipe', 'lmtp', 'imap',
	                'maildir', 'import', 'cli', 'rule', 'clock', 'web')),
	archive_id  INTEGER,                  -- the mail it was made from
	message_id  TEXT,
	identity    BLOB,                     -- digest, see "Filed once"
	class       TEXT,                     -- of the mail
	flags       TEXT NOT NULL DEFAULT '', -- words with blanks between: limited, ...
	attachments TEXT NOT NULL DEFAULT '', -- one a line: part TAB type TAB octets TAB name
	new_text    TEXT NOT NULL,            -- only what was newly written
	text        TEXT NOT NULL             -- all of it, for people
) STRICT;
CREATE INDEX entry_ticket ON entry (ticket_id, id);
CREATE INDEX entry_person ON entry (ticket_id, person_id, id)
	WHERE message_id IS NOT NULL;
CREATE INDEX entry_agent ON entry (ticket_id) WHERE kind IN ('reply', 'note');
CREATE INDEX entry_message_id ON entry (message_id, id)
	WHERE message_id IS NOT NULL;
CREATE UNIQUE INDEX entry_identity ON entry (identity)
	WHERE identity IS NOT NULL;

-- Message-IDs that an entry refers to and that nobody has brought yet.
CREATE TABLE awaited (
	message_id TEXT NOT NULL,
	entry_id   INTEGER NOT NULL REFERENCES entry (id),
	at         INTEGER NOT NULL,
	PRIMARY KEY (message_id, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX awaited_at ON awaited (at);

-- What became of each archived message, and why. The highest id is the
-- gateway's cursor.
CREATE TABLE filing (
	archive_id INTEGER NOT NULL PRIMARY KEY,
	state      TEXT NOT NULL CHECK (state IN ('filed', 'duplicate',
	               'quarantined')),
	reason     TEXT NOT NULL DEFAULT '',  -- of a quarantine: a word
	entry_id   INTEGER REFERENCES entry (id),
	ticket_id  INTEGER REFERENCES ticket (id),
	class      TEXT NOT NULL DEFAULT '',
	at         INTEGER NOT NULL,
	digest     BLOB,                      -- BLAKE2b-256 of the raw bytes
	record     TEXT NOT NULL              -- one a line: stage TAB fact TAB value
) STRICT;
CREATE INDEX filing_state ON filing (state, archive_id);
-- Of the others the entry is found, by its identity.
CREATE INDEX filing_digest ON filing (digest, archive_id)
	WHERE digest IS NOT NULL AND (state <> 'filed' OR entry_id IS NULL);
CREATE INDEX filing_entry ON filing (entry_id) WHERE entry_id IS NOT NULL;

-- What changed, from what to what, who did it and through which door.
CREATE TABLE change (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	at         INTEGER NOT NULL,
	person_id  INTEGER REFERENCES person (id),   -- NULL: the desk itself
	door       TEXT NOT NULL CHECK (door IN ('pipe', 'lmtp', 'imap',
	               'maildir', 'import', 'cli', 'rule', 'clock', 'web')),
	object     TEXT NOT NULL CHECK (object IN ('ticket', 'person',
	               'department', 'address', 'letter', 'ban')),
	object_id  INTEGER NOT NULL,
	field      TEXT NOT NULL,
	old        TEXT NOT NULL,
	new        TEXT NOT NULL,
	archive_id INTEGER
) STRICT;
CREATE INDEX change_object ON change (object, object_id, id);

-- Outgoing mail. A letter is also what a token names. The long columns stand
-- last: what is behind them is slow to reach.
CREATE TABLE letter (
	id              INTEGER PRIMARY KEY AUTOINCREMENT,
	event           TEXT NOT NULL,
	ticket_id       INTEGER REFERENCES ticket (id),
	bound_ticket_id INTEGER REFERENCES ticket (id), -- by its tokens' MAC; a
	                                          -- merge moves only ticket_id
	entry_id        INTEGER REFERENCES entry (id),
	person_id       INTEGER REFERENCES person (id),
	action          TEXT NOT NULL DEFAULT '', -- what a verify token confirms
	state           TEXT NOT NULL CHECK (state IN ('queued', 'held',
	                    'sending', 'unknown', 'sent', 'failed',
	                    'cancelled')),
	created_at      INTEGER NOT NULL,         -- its Date
	due_at          INTEGER NOT NULL,
	attempts        INTEGER NOT NULL DEFAULT 0,
	attempt_at      INTEGER,
	unknowns        INTEGER NOT NULL DEFAULT 0, -- attempts whose end nobody saw
	expires_at      INTEGER NOT NULL,         -- of its tokens
	revoked_at      INTEGER,
	used_at         INTEGER,
	address         TEXT NOT NULL,            -- where it goes, as given
	from_name       TEXT NOT NULL,
	from_address    TEXT NOT NULL,
	reply_to        TEXT NOT NULL DEFAULT '',
	return_path     TEXT NOT NULL DEFAULT '', -- empty: <>
	submitted       TEXT NOT NULL CHECK (submitted IN ('person', 'generated',
	                    'replied')),
	message_id      TEXT NOT NULL,
	in_reply_to     TEXT NOT NULL DEFAULT '',
	subject         TEXT NOT NULL,
	reply           TEXT NOT NULL DEFAULT '', -- what the server said last
	attachments     TEXT NOT NULL DEFAULT '', -- one a line: archive id TAB part
	refs            TEXT NOT NULL DEFAULT '', -- blanks between, oldest first
	shape           TEXT NOT NULL DEFAULT '', -- of the text, for its HTML
	text            TEXT NOT NULL
) STRICT;
CREATE INDEX letter_due ON letter (due_at, id)
	WHERE state IN ('queued', 'unknown');
CREATE INDEX letter_state ON letter (state, id);
CREATE INDEX letter_ticket ON letter (ticket_id, id, person_id);

-- Things counted in windows of time, against loops: see DESIGN's counters.
CREATE TABLE counted (
	kind    TEXT NOT NULL,
	key     TEXT NOT NULL,
	at      INTEGER NOT NULL,
	lasting INTEGER NOT NULL CHECK (lasting IN (0, 1)), -- until it is cleared
	times   INTEGER NOT NULL DEFAULT 1,   -- in this second
	PRIMARY KEY (key, kind, at)           -- a sender's counts lie together
) STRICT, WITHOUT ROWID;
CREATE INDEX counted_at ON counted (at) WHERE lasting = 0;

-- Full text, written by the gateway in the same group as the entry.
CREATE VIRTUAL TABLE entry_text USING fts5 (
	subject, text,
	content = '', tokenize = 'unicode61 remove_diacritics 2'
);
-- Pieces of the index are merged when no mail comes.  Where that does not keep
-- up, sixteen of a size are merged bit by bit, and sixty-four at once.
INSERT INTO entry_text (entry_text, rank) VALUES ('automerge', 16);
INSERT INTO entry_text (entry_text, rank) VALUES ('crisismerge', 64);
