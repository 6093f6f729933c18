-- What a merge of two people moved, so that it can be taken back.
CREATE TABLE person_merge (
	from_id     INTEGER NOT NULL PRIMARY KEY REFERENCES person (id),
	into_id     INTEGER NOT NULL REFERENCES person (id),
	at          INTEGER NOT NULL,
	last_ticket INTEGER NOT NULL,         -- what is above came later
	last_entry  INTEGER NOT NULL
) STRICT;
CREATE INDEX person_merge_into ON person_merge (into_id);

CREATE TABLE person_merge_item (
	from_id INTEGER NOT NULL REFERENCES person_merge (from_id),
	kind    TEXT NOT NULL CHECK (kind IN ('address', 'survivor', 'ticket',
	            'participant', 'participant-gone', 'participant-own',
	            'follower', 'follower-gone', 'label', 'contact', 'note',
	            'preference', 'field', 'redirect', 'name', 'title',
	            'summary')),
	id      INTEGER NOT NULL,             -- of what moved; 0: see word
	word    TEXT NOT NULL,                -- a name, or what stood there
	PRIMARY KEY (from_id, kind, id, word)
) STRICT, WITHOUT ROWID;

-- Those who may be one person, by what they have in common.
CREATE INDEX person_lower ON person (lower(name), id)
	WHERE merged_into IS NULL AND deleted_at IS NULL AND name <> '';
CREATE INDEX address_local
	ON address (substr(identity, 1, instr(identity, '@') - 1), id);
