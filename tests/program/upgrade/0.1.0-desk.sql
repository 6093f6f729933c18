-- What a desk of version 0.1.0 may have held: rows in every table it had.
INSERT INTO meta (key, value) VALUES
	('desk-id', '6f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'),
	('archive-epoch', '01234567-89ab-cdef-0123-456789abcdef');

INSERT INTO person (id, name, is_agent, is_admin, handle, unix_account,
	sasl_login, disabled, auto_responder, created_at, created_door,
	created_archive, merged_into) VALUES
	(1, 'Anna Example', 1, 1, 'anna', 'root', 'anna', 0, 0, 1790000000,
	    'cli', NULL, NULL),
	(2, 'Kim', 0, 0, NULL, NULL, NULL, 0, 1, 1790000100, 'lmtp', 1, NULL),
	(3, 'Kim, at home', 0, 0, NULL, NULL, NULL, 0, 0, 1790000200, 'imap',
	    2, 2),
	(5, 'Ben', 1, 0, 'ben', NULL, NULL, 1, 0, 1790000300, 'cli', NULL,
	    NULL);

INSERT INTO address (id, person_id, address, identity, is_primary, state,
	state_at) VALUES
	(1, 1, 'anna@help.test', 'anna@help.test', 1, 'ok', 1790000000),
	(2, 2, 'Kim@k.example', 'kim@k.example', 1, 'soft', 1790000150),
	(3, 2, 'kim@home.example', 'kim@home.example', 0, 'hard', 1790000250),
	(4, 5, 'ben@help.test', 'ben@help.test', 1, 'ok', 1790000300);

INSERT INTO department (id, name, folded, parent_id, is_default, disabled,
	created_at) VALUES
	(1, 'Support', 'support', NULL, 1, 0, 1790000000),
	(2, 'Sales', 'sales', 1, 0, 1, 1790000001);

INSERT INTO department_address (identity, address, department_id, is_primary)
	VALUES
	('support@help.test', 'support@help.test', 1, 1),
	('hilfe@help.test', 'Hilfe@help.test', 1, 0),
	('sales@help.test', 'sales@help.test', 2, 1);

INSERT INTO membership (department_id, person_id, role) VALUES
	(1, 1, 'manager'), (2, 5, 'member');

INSERT INTO ban (id, pattern, reason, at) VALUES
	(3, '@spam.example', 'spam, again and again', 1790000400);

INSERT INTO ticket (id, subject, status, priority, department_id,
	department_chosen, user_id, notify_address_id, assignee_id, created_at,
	changed_at, hint_ticket_id, merged_into) VALUES
	(1, 'printer burns', 'pending', 'high', 1, 0, 2, 3, 1, 1790000100,
	    1790000900, NULL, NULL),
	(2, 'printer burns', 'closed', 'normal', 1, 1, 2, NULL, NULL,
	    1790000200, 1790000800, 1, 1),
	(7, 'screen', 'spam', 'low', 2, 0, 3, NULL, 5, 1790000300, 1790000300,
	    NULL, NULL);

INSERT INTO participant (ticket_id, person_id) VALUES (1, 3), (7, 2);

INSERT INTO entry (id, ticket_id, kind, is_private, person_id, at, door,
	archive_id, message_id, identity, class, flags, attachments, new_text,
	text) VALUES
	(1, 1, 'message', 0, 2, 1790000100, 'lmtp', 1, 'old1@k.example',
	    x'0101010101010101', 'human', 'limited',
	    '2' || char(9) || 'image/png' || char(9) || '70' || char(9) ||
	    'fire.png', 'It burns.', 'It burns.' || char(10) || '> Does it?'),
	(2, 2, 'message', 0, 3, 1790000200, 'imap', 2, 'old2@k.example',
	    x'0202020202020202', 'list', '', '', 'Still.', 'Still.'),
	(3, 1, 'reply', 0, 1, 1790000300, 'cli', NULL, NULL, NULL, NULL, '',
	    '', 'Water is on its way.', 'Water is on its way.'),
	(4, 1, 'note', 1, 1, 1790000400, 'cli', NULL, NULL, NULL, NULL, '',
	    '', 'He set it on fire himself.', 'He set it on fire himself.'),
	(9, 1, 'event', 1, NULL, 1790000500, 'clock', NULL, NULL, NULL, NULL,
	    '', '', 'status: open -> pending', 'status: open -> pending');

INSERT INTO awaited (message_id, entry_id, at) VALUES
	('never@came.example', 2, 1790000200);

INSERT INTO filing (archive_id, state, reason, entry_id, ticket_id, class, at,
	digest, record) VALUES
	(1, 'filed', '', 1, 1, 'human', 1790000101, NULL,
	    'classify' || char(9) || 'class' || char(9) || 'human'),
	(2, 'filed', '', 2, 2, 'list', 1790000201, NULL, ''),
	(3, 'duplicate', '', 1, 1, 'human', 1790000202, NULL, ''),
	(4, 'quarantined', 'loop', NULL, NULL, 'own-loop', 1790000203, NULL,
	    'classify' || char(9) || 'class' || char(9) || 'own-loop');

-- With gaps, as deleting leaves them.
INSERT INTO change (id, at, person_id, door, object, object_id, field, old,
	new, archive_id) VALUES
	(1, 1790000000, NULL, 'cli', 'department', 1, 'name', '', 'Support',
	    NULL),
	(2, 1790000001, 1, 'cli', 'person', 5, 'disabled', 'no', 'yes', NULL),
	(5, 1790000400, 1, 'web', 'ban', 3, 'pattern', '', '@spam.example',
	    NULL),
	(6, 1790000500, NULL, 'clock', 'ticket', 1, 'status', 'open',
	    'pending', 1),
	(41, 1790000600, NULL, 'lmtp', 'address', 3, 'state', 'soft', 'hard',
	    4),
	(42, 1790000700, 1, 'rule', 'letter', 2, 'state', 'held', 'queued',
	    NULL);

INSERT INTO letter (id, event, ticket_id, bound_ticket_id, entry_id, person_id,
	action, state, created_at, due_at, attempts, attempt_at, unknowns,
	expires_at, revoked_at, used_at, address, from_name, from_address,
	reply_to, return_path, submitted, message_id, in_reply_to, subject,
	reply, attachments, refs, shape, text) VALUES
	(1, 'acknowledge', 1, 2, 1, 2, '', 'sent', 1790000101, 1790000101, 1,
	    1790000102, 0, 2100000000, NULL, 1790000300, 'Kim@k.example',
	    'Support', 'support@help.test', 'support@help.test', '',
	    'replied', 'sent@help.test', 'old1@k.example', 'Re: printer burns',
	    '250 ok', '', 'old1@k.example', '', 'We have it.'),
	(2, 'reply', 1, 1, 3, 2, '', 'queued', 1790000301, 1790000331, 0, NULL,
	    0, 2100000000, NULL, NULL, 'Kim@k.example', 'Anna Example',
	    'support@help.test', 'support@help.test', 'support@help.test',
	    'person', 'queued@help.test', 'old1@k.example',
	    'Re: printer burns', '', '1' || char(9) || '2',
	    'old1@k.example sent@help.test', '', 'Water is on its way.'),
	(3, 'verify', NULL, NULL, NULL, 3, 'address', 'failed', 1790000500,
	    1790000500, 5, 1790000600, 1, 1790000600, 1790000700, NULL,
	    'kim@home.example', '', 'support@help.test', '', '', 'generated',
	    'failed@help.test', '', 'Is it you?', '550 5.1.1 no', '', '', '',
	    'Is it?');

INSERT INTO counted (kind, key, at, lasting, times) VALUES
	('ack', 'kim@k.example', 1790000101, 0, 2),
	('silent', 'kim@home.example', 1790000102, 1, 1);

INSERT INTO entry_text (rowid, subject, text) VALUES
	(1, 'printer burns', 'It burns.'),
	(2, 'printer burns', 'Still.'),
	(3, '', 'Water is on its way.');
