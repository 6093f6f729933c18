-- What an agent did in one go, so that it can be taken back in one go.
CREATE TABLE deed (
	id           INTEGER PRIMARY KEY AUTOINCREMENT,
	ticket_id    INTEGER NOT NULL REFERENCES ticket (id),
	person_id    INTEGER NOT NULL REFERENCES person (id),
	at           INTEGER NOT NULL,
	event_id     INTEGER REFERENCES entry (id), -- tells of the changes
	entry_id     INTEGER REFERENCES entry (id), -- what was said with them
	first_letter INTEGER NOT NULL,              -- of those that it wrote
	last_letter  INTEGER NOT NULL,              -- below the first: none
	undoes       INTEGER REFERENCES deed (id),
	undone_at    INTEGER
) STRICT;
CREATE INDEX deed_last ON deed (ticket_id, person_id, id)
	WHERE undone_at IS NULL AND undoes IS NULL;
CREATE INDEX deed_event ON deed (event_id) WHERE event_id IS NOT NULL;
