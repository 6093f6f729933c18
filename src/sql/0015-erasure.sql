-- People who are being erased, and how far that has come.  Of who is erased the
-- row stays, with a number and two times.
CREATE TABLE erasure (
	person_id INTEGER NOT NULL PRIMARY KEY REFERENCES person (id),
	step      TEXT NOT NULL CHECK (step IN ('archive', 'desk', 'tidy',
	              'done')),
	upto      INTEGER NOT NULL,           -- messages that the desk had filed
	begun_at  INTEGER NOT NULL,
	done_at   INTEGER
) STRICT;
CREATE INDEX erasure_open ON erasure (person_id) WHERE step <> 'done';

-- What is looked for; gone when the desk itself holds it no more.
CREATE TABLE erasure_address (
	person_id INTEGER NOT NULL REFERENCES erasure (person_id),
	address   TEXT NOT NULL,              -- folded, and as it was given
	PRIMARY KEY (person_id, address)
) STRICT, WITHOUT ROWID;

-- Mails of theirs, of others whose headers named them, of others whose bodies
-- do: for the admin.
CREATE TABLE erasure_mail (
	person_id  INTEGER NOT NULL REFERENCES erasure (person_id),
	kind       TEXT NOT NULL CHECK (kind IN ('own', 'header', 'body')),
	archive_id INTEGER NOT NULL,
	PRIMARY KEY (person_id, kind, archive_id)
) STRICT, WITHOUT ROWID;
