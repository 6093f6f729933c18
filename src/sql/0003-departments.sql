-- What a department does with those who stand in Cc, and how its users choose
-- it.
ALTER TABLE department ADD COLUMN cc TEXT NOT NULL DEFAULT 'suggest'
	CHECK (cc IN ('suggest', 'never'));
ALTER TABLE department ADD COLUMN choice TEXT NOT NULL DEFAULT 'address'
	CHECK (choice IN ('address', 'extension', 'tag', 'any'));
