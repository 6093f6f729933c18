-- What the desk remembers of people beside their mail.
ALTER TABLE person ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN summary TEXT NOT NULL DEFAULT '';

CREATE TABLE contact (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	person_id INTEGER NOT NULL REFERENCES person (id),
	kind      TEXT NOT NULL CHECK (kind IN ('phone', 'website', 'im',
	              'twitter', 'linkedin', 'facebook', 'postal')),
	value     TEXT NOT NULL,              -- as given
	folded    TEXT NOT NULL,              -- for comparing
	UNIQUE (person_id, kind, folded)
) STRICT;
CREATE INDEX contact_folded ON contact (kind, folded, person_id);

CREATE TABLE person_label (
	person_id INTEGER NOT NULL REFERENCES person (id),
	label     TEXT NOT NULL,              -- folded
	PRIMARY KEY (person_id, label)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_label_label ON person_label (label, person_id);

CREATE TABLE person_note (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	person_id INTEGER NOT NULL REFERENCES person (id),
	author_id INTEGER REFERENCES person (id), -- NULL: who owns the desk
	at        INTEGER NOT NULL,
	text      TEXT NOT NULL
) STRICT;
CREATE INDEX person_note_person ON person_note (person_id, id);

-- What somebody did lately, and records that others were merged into.
CREATE INDEX entry_by ON entry (person_id, id) WHERE person_id IS NOT NULL;
CREATE INDEX person_merged ON person (merged_into)
	WHERE merged_into IS NOT NULL;
-- Which tickets an address was chosen for.
CREATE INDEX ticket_notify ON ticket (notify_address_id)
	WHERE notify_address_id IS NOT NULL;
