-- Organizations of users: their domains, their members' roles, what is known
-- of them; and groups of users, with what they may.

CREATE TABLE organization (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	name       TEXT NOT NULL,             -- as shown
	folded     TEXT NOT NULL UNIQUE,      -- for finding
	summary    TEXT NOT NULL DEFAULT '',
	parent_id  INTEGER REFERENCES organization (id),
	managers   TEXT NOT NULL DEFAULT 'see' CHECK (managers IN ('see',
	               'answer', 'follow')),  -- what they do with tickets
	disabled   INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
	created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX organization_parent ON organization (parent_id)
	WHERE parent_id IS NOT NULL;

CREATE TABLE organization_domain (
	domain          TEXT NOT NULL PRIMARY KEY, -- A-labels, lower case
	organization_id INTEGER NOT NULL REFERENCES organization (id),
	below           INTEGER NOT NULL CHECK (below IN (0, 1)) -- sub-domains
) STRICT, WITHOUT ROWID;
CREATE INDEX organization_domain_of ON organization_domain (organization_id);

CREATE TABLE organization_role (
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	name    TEXT NOT NULL,
	folded  TEXT NOT NULL UNIQUE,
	manages INTEGER NOT NULL CHECK (manages IN (0, 1))
) STRICT;
INSERT INTO organization_role (id, name, folded, manages)
	VALUES (1, 'member', 'member', 0), (2, 'manager', 'manager', 1);

-- One organization for each person. A record that was merged into another
-- keeps its row, where nobody looks; what the other got by it says so.
CREATE TABLE organization_member (
	person_id       INTEGER PRIMARY KEY REFERENCES person (id),
	organization_id INTEGER NOT NULL REFERENCES organization (id),
	role_id         INTEGER NOT NULL REFERENCES organization_role (id),
	how             TEXT NOT NULL CHECK (how IN ('hand', 'domain',
	                    'merge')),
	merged_from     INTEGER REFERENCES person (id),
	at              INTEGER NOT NULL
) STRICT;
CREATE INDEX organization_member_of
	ON organization_member (organization_id, role_id, person_id);
CREATE INDEX organization_member_role
	ON organization_member (role_id, person_id);
CREATE INDEX organization_member_merged ON organization_member (merged_from)
	WHERE merged_from IS NOT NULL;

CREATE TABLE organization_contact (
	id              INTEGER PRIMARY KEY AUTOINCREMENT,
	organization_id INTEGER NOT NULL REFERENCES organization (id),
	kind            TEXT NOT NULL CHECK (kind IN ('phone', 'email',
	                    'website', 'im', 'twitter', 'linkedin', 'facebook',
	                    'postal')),
	value           TEXT NOT NULL,        -- as given
	folded          TEXT NOT NULL,        -- for comparing
	UNIQUE (organization_id, kind, folded)
) STRICT;

CREATE TABLE organization_label (
	organization_id INTEGER NOT NULL REFERENCES organization (id),
	label           TEXT NOT NULL,        -- folded
	PRIMARY KEY (organization_id, label)
) STRICT, WITHOUT ROWID;
CREATE INDEX organization_label_label
	ON organization_label (label, organization_id);

CREATE TABLE organization_note (
	id              INTEGER PRIMARY KEY AUTOINCREMENT,
	organization_id INTEGER NOT NULL REFERENCES organization (id),
	author_id       INTEGER REFERENCES person (id), -- NULL: who owns the desk
	at              INTEGER NOT NULL,
	text            TEXT NOT NULL
) STRICT;
CREATE INDEX organization_note_of ON organization_note (organization_id, id);

CREATE TABLE usergroup (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	name       TEXT NOT NULL,
	folded     TEXT NOT NULL UNIQUE,
	created_at INTEGER NOT NULL
) STRICT;
-- Everybody; and whom the desk has a record of.
INSERT INTO usergroup (id, name, folded, created_at)
	VALUES (1, 'everyone', 'everyone', 0), (2, 'registered', 'registered', 0);

CREATE TABLE usergroup_person (
	usergroup_id INTEGER NOT NULL REFERENCES usergroup (id),
	person_id    INTEGER NOT NULL REFERENCES person (id),
	merged_from  INTEGER REFERENCES person (id),
	PRIMARY KEY (usergroup_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX usergroup_person_of ON usergroup_person (person_id);
CREATE INDEX usergroup_person_merged ON usergroup_person (merged_from)
	WHERE merged_from IS NOT NULL;

CREATE TABLE usergroup_organization (
	usergroup_id    INTEGER NOT NULL REFERENCES usergroup (id),
	organization_id INTEGER NOT NULL REFERENCES organization (id),
	PRIMARY KEY (usergroup_id, organization_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX usergroup_organization_of
	ON usergroup_organization (organization_id);

CREATE TABLE usergroup_grant (
	usergroup_id  INTEGER NOT NULL REFERENCES usergroup (id),
	what          TEXT NOT NULL CHECK (what IN ('write', 'reopen', 'see')),
	department_id INTEGER NOT NULL,       -- 0: all of them
	PRIMARY KEY (usergroup_id, what, department_id)
) STRICT, WITHOUT ROWID;
INSERT INTO usergroup_grant (usergroup_id, what, department_id)
	VALUES (1, 'write', 0), (1, 'reopen', 0);
