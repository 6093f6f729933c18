-- Mails on a ticket from somebody it is not of, by a token of its user's: the
-- same person perhaps, from another address.
CREATE INDEX entry_stranger ON entry (is_private, ticket_id, person_id)
	WHERE kind = 'message' AND is_private = 1 AND class = 'human';
