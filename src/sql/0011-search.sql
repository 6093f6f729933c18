-- What people look for. In the first table stand, of each message, reply and
-- note: its ticket's subject, its new text, its attachments' names and, of a
-- message, who wrote it.
CREATE VIRTUAL TABLE entry_words USING fts5 (
	subject, text, files, who,
	content = '', tokenize = 'unicode61 remove_diacritics 2'
);
-- Pieces of the index are merged when no mail comes.  Where that does not keep
-- up, sixteen of a size are merged bit by bit, and sixty-four at once.
INSERT INTO entry_words (entry_words, rank) VALUES ('automerge', 16);
INSERT INTO entry_words (entry_words, rank) VALUES ('crisismerge', 64);

-- Entries below this number are not in it yet; no row: all are.  The gateway
-- adds them while no mail waits, the newest first.
CREATE TABLE entry_words_due (
	below INTEGER NOT NULL PRIMARY KEY
) STRICT;
INSERT INTO entry_words_due (below)
	SELECT id + 1 FROM entry ORDER BY id DESC LIMIT 1;
DROP TABLE entry_text;
