-- Passwords for the portal, never in the clear, and the letter that may change
-- one.
CREATE TABLE password (
	person_id INTEGER NOT NULL PRIMARY KEY REFERENCES person (id),
	hash      TEXT,                       -- Argon2id; NULL: none is chosen
	set_at    INTEGER,
	login_at  INTEGER,                    -- when it was right last
	letter_id INTEGER                     -- whose token may set it once
) STRICT;
