/* What the desk itself held of somebody who is erased. */
#include "store/erasures.h"

#include "store/people_delete.h"

#define MAILS(kind) \
	"(SELECT archive_id FROM erasure_mail" \
	"  WHERE person_id = ?1 AND kind = '" kind "')"

/* ?1 is the person.  These go before what refers to them by its number. */
static const struct sql blank_filings = {
	"UPDATE filing SET state = 'quarantined', reason = 'erased',"
	" entry_id = NULL, ticket_id = NULL, class = '', digest = NULL,"
	" record = '' WHERE archive_id IN " MAILS("own")
};
/* They are not any more what came. */
static const struct sql forget_digests = {
	"UPDATE filing SET digest = NULL WHERE archive_id IN " MAILS("header")
};
static const struct sql blank_entries = {
	"UPDATE entry SET text = '', new_text = '', attachments = '',"
	" message_id = NULL, identity = NULL WHERE person_id = ?1"
};
static const struct sql drop_letters = {
	"DELETE FROM letter WHERE person_id = ?1"
};
static const struct sql drop_letter_changes = {
	"DELETE FROM change WHERE object = 'letter' AND object_id IN"
	" (SELECT id FROM letter WHERE person_id = ?1)"
};
static const struct sql blank_merged = {
	"UPDATE person SET name = 'deleted user', title = '', summary = ''"
	" WHERE merged_into = ?1"
};
static const struct sql drop_digests = {
	"DELETE FROM digest_item WHERE author ="
	" (SELECT name FROM person WHERE id = ?1 AND name <> '')"
};

/* ?1 is an address of theirs. */
static const struct sql redact_records = {
	"UPDATE filing SET record = replace(record, ?1, 'erased')"
	" WHERE instr(record, ?1) > 0"
};
static const struct sql redact_changes = {
	"UPDATE change SET old = replace(old, ?1, 'erased'),"
	" new = replace(new, ?1, 'erased')"
	" WHERE instr(old, ?1) > 0 OR instr(new, ?1) > 0"
};
static const struct sql redact_events = {
	"UPDATE entry SET new_text = replace(new_text, ?1, 'erased'),"
	" text = replace(text, ?1, 'erased') WHERE kind = 'event'"
	" AND (instr(text, ?1) > 0 OR instr(new_text, ?1) > 0)"
};
static const struct sql redact_letters = {
	"UPDATE letter SET text = replace(text, ?1, 'erased'),"
	" reply = replace(reply, ?1, 'erased'),"
	" subject = replace(subject, ?1, 'erased')"
	" WHERE instr(text, ?1) > 0 OR instr(reply, ?1) > 0"
	" OR instr(subject, ?1) > 0"
};
static const struct sql drop_stray_letters = {
	"DELETE FROM letter WHERE address = ?1"
};
static const struct sql drop_suggestions = {
	"DELETE FROM suggestion WHERE identity = ?1 OR address = ?1"
};
static const struct sql drop_counted = {
	"DELETE FROM counted WHERE instr(key, ?1) > 0"
};
static const struct sql drop_bans = {
	"DELETE FROM ban WHERE pattern = ?1"
};

/* Text that is gone cannot be taken out of this index: it is made anew. */
static const struct sql forget_words = {
	"INSERT INTO entry_words (entry_words) VALUES ('delete-all')"
};
static const struct sql words_are_made = { "DELETE FROM entry_words_due" };
static const struct sql words_are_due = {
	"INSERT INTO entry_words_due (below)"
	" SELECT id + 1 FROM entry ORDER BY id DESC LIMIT 1"
};
static const struct sql forget_name = {
	"DELETE FROM person_words WHERE rowid = ?1 OR rowid IN"
	" (SELECT id FROM person WHERE merged_into = ?1)"
};
/* A piece of the index says that a row is gone; the older one still has it. */
static const struct sql settle_names = {
	"INSERT INTO person_words (person_words) VALUES ('optimize')"
};
static const struct sql forget_addresses = {
	"DELETE FROM erasure_address WHERE person_id = ?1"
};

static int
run_by_id(struct db *db, const struct sql *const *steps, size_t count,
    int64_t person_id, struct fail *why)
{
	for (size_t i = 0; i < count; i++) {
		struct db_stmt *stmt = db_use(db, steps[i]);

		db_bind_int(stmt, 1, person_id);
		if (db_run(stmt, why) < 0)
			return -1;
	}
	return 0;
}

static int
redact(struct db *db, struct slice address, struct fail *why)
{
	static const struct sql *const steps[] = {
		&redact_records, &redact_changes, &redact_events,
		&redact_letters, &drop_stray_letters, &drop_suggestions,
		&drop_counted, &drop_bans,
	};

	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		struct db_stmt *stmt = db_use(db, steps[i]);

		db_bind_text(stmt, 1, address);
		if (db_run(stmt, why) < 0)
			return -1;
	}
	return 0;
}

static int
redact_all(struct db *db, int64_t person_id, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct slice *addresses;
	size_t count;
	int rc = erasures_addresses(db, person_id, &arena, &addresses, &count,
	    why);

	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = redact(db, addresses[i], why);
	arena_free(&arena);
	return rc;
}

static int
forget_texts(struct db *db, struct fail *why)
{
	static const struct sql *const steps[] = {
		&forget_words, &words_are_made, &words_are_due, &settle_names,
	};

	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		if (db_run(db_use(db, steps[i]), why) < 0)
			return -1;
	return 0;
}

int
erasures_clear_desk(struct db *db, int64_t person_id, int64_t now,
    struct fail *why)
{
	static const struct sql *const before[] = {
		&blank_filings, &forget_digests, &drop_digests,
	};
	static const struct sql *const after[] = {
		&blank_entries, &drop_letter_changes, &drop_letters,
		&blank_merged, &forget_name, &forget_addresses,
	};

	if (run_by_id(db, before, ARRAY_LEN(before), person_id, why) < 0 ||
	    people_delete(db, person_id, now, why) < 0 ||
	    redact_all(db, person_id, why) < 0 ||
	    run_by_id(db, after, ARRAY_LEN(after), person_id, why) < 0)
		return -1;
	return forget_texts(db, why);
}
