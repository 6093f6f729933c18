-- What agents do with a ticket beside answering it.

CREATE TABLE team (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	name       TEXT NOT NULL,             -- as shown
	folded     TEXT NOT NULL UNIQUE,      -- for finding
	disabled   INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
	created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE team_member (
	team_id   INTEGER NOT NULL REFERENCES team (id),
	person_id INTEGER NOT NULL REFERENCES person (id),
	PRIMARY KEY (team_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX team_member_person ON team_member (person_id);

ALTER TABLE ticket ADD COLUMN team_id INTEGER REFERENCES team (id);
ALTER TABLE ticket ADD COLUMN due_at INTEGER;
ALTER TABLE ticket ADD COLUMN due_told INTEGER NOT NULL DEFAULT 0
	CHECK (due_told IN (0, 1));                  -- that it has passed
ALTER TABLE ticket ADD COLUMN snoozed_until INTEGER; -- then open again
ALTER TABLE ticket ADD COLUMN ended_at INTEGER;      -- solved or closed since
CREATE INDEX ticket_snoozed ON ticket (snoozed_until)
	WHERE snoozed_until IS NOT NULL;
CREATE INDEX ticket_due ON ticket (due_at)
	WHERE due_at IS NOT NULL AND due_told = 0;
CREATE INDEX ticket_team ON ticket (team_id, status, id)
	WHERE team_id IS NOT NULL;

CREATE TABLE label (
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	label     TEXT NOT NULL,              -- folded
	PRIMARY KEY (ticket_id, label)
) STRICT, WITHOUT ROWID;
CREATE INDEX label_label ON label (label, ticket_id);

-- Agents who want to hear of a ticket that is not theirs.
CREATE TABLE follower (
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	person_id INTEGER NOT NULL REFERENCES person (id),
	PRIMARY KEY (ticket_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX follower_person ON follower (person_id);

-- Whom a user put into Cc: participants once an agent agrees.
CREATE TABLE suggestion (
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	identity  TEXT NOT NULL,
	address   TEXT NOT NULL,
	name      TEXT NOT NULL,
	at        INTEGER NOT NULL,
	PRIMARY KEY (ticket_id, identity)
) STRICT, WITHOUT ROWID;

-- Both directions, a row each.
CREATE TABLE ticket_link (
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	other_id  INTEGER NOT NULL REFERENCES ticket (id),
	PRIMARY KEY (ticket_id, other_id),
	CHECK (ticket_id <> other_id)
) STRICT, WITHOUT ROWID;

-- Fields that an admin adds to tickets, people or organizations.
CREATE TABLE field (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	object     TEXT NOT NULL CHECK (object IN ('ticket', 'person',
	               'organization')),
	name       TEXT NOT NULL,
	folded     TEXT NOT NULL,
	kind       TEXT NOT NULL CHECK (kind IN ('text', 'lines', 'number',
	               'date', 'choice', 'choices', 'checkbox', 'url')),
	choices    TEXT NOT NULL DEFAULT '', -- one a line
	created_at INTEGER NOT NULL,
	UNIQUE (object, folded)
) STRICT;

CREATE TABLE field_value (
	field_id  INTEGER NOT NULL REFERENCES field (id),
	object_id INTEGER NOT NULL,
	value     TEXT NOT NULL,
	PRIMARY KEY (object_id, field_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX field_value_field ON field_value (field_id, value);

CREATE TABLE time_spent (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	person_id INTEGER NOT NULL REFERENCES person (id),
	minutes   INTEGER NOT NULL,           -- below zero: taken back
	remark    TEXT NOT NULL,
	at        INTEGER NOT NULL
) STRICT;
CREATE INDEX time_spent_ticket ON time_spent (ticket_id);
CREATE INDEX time_spent_person ON time_spent (person_id, at);

CREATE TABLE charge (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	person_id INTEGER NOT NULL REFERENCES person (id),
	cents     INTEGER NOT NULL,           -- below zero: taken back
	remark    TEXT NOT NULL,
	at        INTEGER NOT NULL
) STRICT;
CREATE INDEX charge_ticket ON charge (ticket_id);

-- Commands and text that agents use again and again.
CREATE TABLE macro (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	name       TEXT NOT NULL,
	folded     TEXT NOT NULL UNIQUE,
	commands   TEXT NOT NULL,             -- one a line, as in a mail
	text       TEXT NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;

-- What a person wants otherwise than the desk's default.
CREATE TABLE preference (
	person_id INTEGER NOT NULL REFERENCES person (id),
	name      TEXT NOT NULL,
	value     TEXT NOT NULL,
	PRIMARY KEY (person_id, name)
) STRICT, WITHOUT ROWID;

-- The log of changes can speak of more than before, knows what names meant,
-- and which entry tells of a change: that is what undoing needs.
ALTER TABLE change RENAME TO change_before;
DROP INDEX change_object;
CREATE TABLE change (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	at         INTEGER NOT NULL,
	person_id  INTEGER REFERENCES person (id),   -- NULL: the desk itself
	door       TEXT NOT NULL CHECK (door IN ('pipe', 'lmtp', 'imap',
	               'maildir', 'import', 'cli', 'rule', 'clock', 'web')),
	object     TEXT NOT NULL CHECK (object IN ('ticket', 'person',
	               'department', 'address', 'letter', 'ban',
	               'organization', 'usergroup', 'team', 'field', 'macro',
	               'rule')),
	object_id  INTEGER NOT NULL,
	field      TEXT NOT NULL,
	old        TEXT NOT NULL,
	new        TEXT NOT NULL,
	old_id     INTEGER,                   -- of what `old` names
	new_id     INTEGER,
	entry_id   INTEGER REFERENCES entry (id),
	archive_id INTEGER
) STRICT;
INSERT INTO change (id, at, person_id, door, object, object_id, field, old,
	new, archive_id)
	SELECT id, at, person_id, door, object, object_id, field, old, new,
	archive_id FROM change_before;
DROP TABLE change_before;
CREATE INDEX change_object ON change (object, object_id, id);
CREATE INDEX change_entry ON change (entry_id) WHERE entry_id IS NOT NULL;
