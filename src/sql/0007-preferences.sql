-- All people's preferences of a kind are asked for with each message.
CREATE INDEX preference_name ON preference (name, person_id);
