-- What a department's people may: words with commas between; NULL: everything.
ALTER TABLE department ADD COLUMN member_rights TEXT;
ALTER TABLE department ADD COLUMN manager_rights TEXT;
