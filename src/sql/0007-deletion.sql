-- People who were deleted keep their number, which is never given again.
ALTER TABLE person ADD COLUMN deleted_at INTEGER;

-- What refers to entries and tickets, for who deletes those.
CREATE INDEX letter_entry ON letter (entry_id) WHERE entry_id IS NOT NULL;
CREATE INDEX letter_bound ON letter (bound_ticket_id)
	WHERE bound_ticket_id IS NOT NULL;
CREATE INDEX awaited_entry ON awaited (entry_id);
CREATE INDEX deed_entry ON deed (entry_id) WHERE entry_id IS NOT NULL;
CREATE INDEX deed_undoes ON deed (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX deed_ticket ON deed (ticket_id);
CREATE INDEX ticket_link_other ON ticket_link (other_id);
CREATE INDEX participant_person ON participant (person_id);
CREATE INDEX filing_ticket ON filing (ticket_id) WHERE ticket_id IS NOT NULL;
