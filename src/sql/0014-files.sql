-- Files that colleagues put beside a user: the bytes once, whoever has them.
CREATE TABLE blob (
	id     INTEGER PRIMARY KEY AUTOINCREMENT,
	digest BLOB NOT NULL UNIQUE,          -- BLAKE2b-256 of the bytes
	octets INTEGER NOT NULL,
	bytes  BLOB NOT NULL
) STRICT;

CREATE TABLE person_file (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	person_id INTEGER NOT NULL REFERENCES person (id),
	blob_id   INTEGER NOT NULL REFERENCES blob (id),
	name      TEXT NOT NULL,              -- safe to show and to store
	type      TEXT NOT NULL,
	author_id INTEGER REFERENCES person (id), -- NULL: who owns the desk
	at        INTEGER NOT NULL,
	UNIQUE (person_id, blob_id, name)
) STRICT;
CREATE INDEX person_file_blob ON person_file (blob_id);

-- Those that a merge of two people moved, so that it can be taken back.
CREATE TABLE person_merge_file (
	from_id INTEGER NOT NULL REFERENCES person (id),
	file_id INTEGER NOT NULL REFERENCES person_file (id),
	PRIMARY KEY (from_id, file_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_merge_file_file ON person_merge_file (file_id);
