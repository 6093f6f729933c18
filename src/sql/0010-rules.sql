-- What rules have done, and what the clock has to look at.

CREATE TABLE rule_firing (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	rule       TEXT NOT NULL,
	ticket_id  INTEGER NOT NULL REFERENCES ticket (id),
	occasion   TEXT NOT NULL,             -- words: created status ...
	at         INTEGER NOT NULL,
	archive_id INTEGER,                   -- the mail that made it fire
	trouble    TEXT NOT NULL DEFAULT ''   -- why nothing was done
) STRICT;
CREATE INDEX rule_firing_ticket ON rule_firing (ticket_id, at);
CREATE INDEX rule_firing_rule ON rule_firing (rule, id);

-- When the clock looks at a ticket, and for what.
CREATE TABLE rule_timer (
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	kind      TEXT NOT NULL CHECK (kind IN ('idle', 'hour', 'warn',
	              'miss')),
	detail    TEXT NOT NULL,              -- seconds; or which promise
	at        INTEGER NOT NULL,
	PRIMARY KEY (ticket_id, kind, detail)
) STRICT, WITHOUT ROWID;
CREATE INDEX rule_timer_at ON rule_timer (at);

-- What users may expect: see desk/promise.
CREATE TABLE promise (
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	kind      TEXT NOT NULL CHECK (kind IN ('response', 'resolution')),
	used      INTEGER NOT NULL,           -- seconds that have counted
	since     INTEGER,                    -- it runs since then
	due_at    INTEGER,
	warn_at   INTEGER,
	kept_at   INTEGER,
	missed_at INTEGER,
	warned_at INTEGER,
	PRIMARY KEY (ticket_id, kind)
) STRICT, WITHOUT ROWID;

-- What happened where no rules were at hand, for the gateway, which has them.
CREATE TABLE happening (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	occasion  TEXT NOT NULL,              -- words: created status ...
	by        TEXT NOT NULL CHECK (by IN ('user', 'agent', 'desk')),
	acted     INTEGER NOT NULL CHECK (acted IN (0, 1)), -- a person did it
	entry_id  INTEGER                     -- may be gone by then
) STRICT;
CREATE INDEX happening_ticket ON happening (ticket_id);
