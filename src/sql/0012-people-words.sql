-- Names and addresses of people by pieces of three letters, folded as names are
-- compared, so that a piece of one finds them.
CREATE VIRTUAL TABLE person_words USING fts5 (
	words,
	tokenize = 'trigram', columnsize = 0
);

-- Who is not in it as they are now: the gateway sees to it while no mail waits,
-- and whoever looks for people looks at these, too.
CREATE TABLE person_words_due (
	person_id INTEGER NOT NULL PRIMARY KEY
) STRICT;
INSERT INTO person_words_due (person_id) SELECT id FROM person;

CREATE TRIGGER person_words_new AFTER INSERT ON person BEGIN
	INSERT INTO person_words_due (person_id) VALUES (new.id)
		ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER person_words_changed AFTER UPDATE OF name, merged_into,
	deleted_at ON person
	WHEN new.name <> old.name OR new.merged_into IS NOT old.merged_into
		OR new.deleted_at IS NOT old.deleted_at
BEGIN
	INSERT INTO person_words_due (person_id) VALUES (new.id)
		ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER address_words_new AFTER INSERT ON address BEGIN
	INSERT INTO person_words_due (person_id) VALUES (new.person_id)
		ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER address_words_gone AFTER DELETE ON address BEGIN
	INSERT INTO person_words_due (person_id) VALUES (old.person_id)
		ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER address_words_changed AFTER UPDATE OF person_id, address,
	identity ON address
BEGIN
	INSERT INTO person_words_due (person_id) VALUES (old.person_id)
		ON CONFLICT DO NOTHING;
	INSERT INTO person_words_due (person_id) VALUES (new.person_id)
		ON CONFLICT DO NOTHING;
END;
