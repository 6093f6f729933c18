-- What an agent hears of in one letter a day.
CREATE TABLE digest_item (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	person_id INTEGER NOT NULL REFERENCES person (id),
	ticket_id INTEGER NOT NULL REFERENCES ticket (id),
	event     TEXT NOT NULL,
	author    TEXT NOT NULL,              -- who did it, as then called
	words     TEXT NOT NULL,              -- the first ones
	at        INTEGER NOT NULL,
	due_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX digest_due ON digest_item (due_at, person_id);
CREATE INDEX digest_ticket ON digest_item (ticket_id);
CREATE INDEX digest_person ON digest_item (person_id, id);
