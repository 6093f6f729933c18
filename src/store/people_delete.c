/* Deleting a person with all that is theirs. */
#include "store/people_delete.h"

#include "store/person_files.h"

#include "rows.h"

/* ?1 is the person: their tickets, and those that were merged into them. */
#define TICKETS \
	"(SELECT id FROM ticket WHERE user_id = ?1 AND merged_into IS NULL" \
	" UNION ALL SELECT merged.id FROM ticket AS merged JOIN ticket AS own" \
	"  ON merged.merged_into = own.id WHERE own.user_id = ?1)"
#define ENTRIES "(SELECT id FROM entry WHERE ticket_id IN " TICKETS ")"
#define LETTERS \
	"(SELECT id FROM letter WHERE ticket_id IN " TICKETS \
	" UNION ALL SELECT id FROM letter WHERE bound_ticket_id IN " TICKETS ")"

static const struct sql count_tickets = {
	"SELECT count(*) FROM ticket WHERE user_id = ?1"
	" AND merged_into IS NULL"
};
static const struct sql count_entries = {
	"SELECT count(*) FROM entry WHERE ticket_id IN " TICKETS
};
static const struct sql count_letters = {
	"SELECT count(*) FROM letter WHERE id IN " LETTERS
};
static const struct sql count_mails = {
	"SELECT count(*) FROM filing WHERE ticket_id IN " TICKETS
};
static const struct sql count_notes = {
	"SELECT count(*) FROM person_note WHERE person_id = ?1"
};
static const struct sql count_files = {
	"SELECT count(*) FROM person_file WHERE person_id = ?1"
};
static const struct sql count_addresses = {
	"SELECT count(*) FROM address WHERE person_id = ?1"
};
static const struct sql count_elsewhere = {
	"SELECT count(*) FROM entry WHERE person_id = ?1"
	" AND ticket_id NOT IN " TICKETS
};

int
people_belongings(struct db *db, int64_t person_id,
    struct person_belongings *out, struct fail *why)
{
	const struct {
		const struct sql *sql;
		int64_t *count;
	} counts[] = {
		{ &count_tickets, &out->tickets },
		{ &count_entries, &out->entries },
		{ &count_letters, &out->letters },
		{ &count_mails, &out->mails },
		{ &count_notes, &out->notes },
		{ &count_files, &out->files },
		{ &count_addresses, &out->addresses },
		{ &count_elsewhere, &out->elsewhere },
	};
	struct db_stmt *stmt;

	for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
		stmt = db_use(db, counts[i].sql);
		db_bind_int(stmt, 1, person_id);
		if (rows_number(stmt, counts[i].count, why) < 0)
			return -1;
	}
	return 0;
}

/*
 * The steps in order: what refers to something goes before it.  Each mail ends
 * quarantined, for there is no state besides: it can be read, and released.
 */
static const struct sql keep_mails_out = {
	"UPDATE filing SET state = 'quarantined', reason = 'deleted',"
	" entry_id = NULL, ticket_id = NULL WHERE ticket_id IN " TICKETS
};
static const struct sql drop_deeds_undone = {
	"UPDATE deed SET undoes = NULL WHERE ticket_id IN " TICKETS
};
static const struct sql drop_deeds = {
	"DELETE FROM deed WHERE ticket_id IN " TICKETS
};
static const struct sql drop_entry_changes = {
	"DELETE FROM change WHERE entry_id IN " ENTRIES
};
static const struct sql drop_letter_changes = {
	"DELETE FROM change WHERE object = 'letter' AND object_id IN " LETTERS
};
static const struct sql drop_ticket_changes = {
	"DELETE FROM change WHERE object = 'ticket' AND object_id IN " TICKETS
};
static const struct sql drop_own_changes = {
	"DELETE FROM change WHERE object = 'person' AND object_id = ?1"
};
static const struct sql drop_address_changes = {
	"DELETE FROM change WHERE object = 'address' AND object_id IN"
	" (SELECT id FROM address WHERE person_id = ?1)"
};
static const struct sql drop_letters = {
	"DELETE FROM letter WHERE id IN " LETTERS
};
/* By the index of tickets: few letters are of none. */
static const struct sql drop_lone_letters = {
	"DELETE FROM letter WHERE ticket_id IS NULL AND person_id = ?1"
};
static const struct sql forget_entries = {
	"UPDATE letter SET entry_id = NULL WHERE entry_id IN " ENTRIES
};
static const struct sql drop_awaited = {
	"DELETE FROM awaited WHERE entry_id IN " ENTRIES
};
static const struct sql drop_entries = {
	"DELETE FROM entry WHERE id IN " ENTRIES
};
static const struct sql drop_digest_items = {
	"DELETE FROM digest_item WHERE ticket_id IN " TICKETS
};
static const struct sql drop_firings = {
	"DELETE FROM rule_firing WHERE ticket_id IN " TICKETS
};
static const struct sql drop_timers = {
	"DELETE FROM rule_timer WHERE ticket_id IN " TICKETS
};
static const struct sql drop_promises = {
	"DELETE FROM promise WHERE ticket_id IN " TICKETS
};
static const struct sql drop_happenings = {
	"DELETE FROM happening WHERE ticket_id IN " TICKETS
};
static const struct sql drop_labels = {
	"DELETE FROM label WHERE ticket_id IN " TICKETS
};
static const struct sql drop_followers = {
	"DELETE FROM follower WHERE ticket_id IN " TICKETS
};
static const struct sql drop_suggestions = {
	"DELETE FROM suggestion WHERE ticket_id IN " TICKETS
};
static const struct sql drop_participants = {
	"DELETE FROM participant WHERE ticket_id IN " TICKETS
};
static const struct sql drop_links = {
	"DELETE FROM ticket_link WHERE ticket_id IN " TICKETS
};
static const struct sql drop_links_here = {
	"DELETE FROM ticket_link WHERE other_id IN " TICKETS
};
static const struct sql drop_time = {
	"DELETE FROM time_spent WHERE ticket_id IN " TICKETS
};
static const struct sql drop_charges = {
	"DELETE FROM charge WHERE ticket_id IN " TICKETS
};
static const struct sql drop_ticket_fields = {
	"DELETE FROM field_value WHERE object_id IN " TICKETS
	" AND field_id IN (SELECT id FROM field WHERE object = 'ticket')"
};
static const struct sql drop_merged_tickets = {
	"DELETE FROM ticket WHERE merged_into IN"
	" (SELECT id FROM ticket WHERE user_id = ?1 AND merged_into IS NULL)"
};
static const struct sql drop_tickets = {
	"DELETE FROM ticket WHERE user_id = ?1 AND merged_into IS NULL"
};
/* Those that led to others' tickets still do; and others' choose no address. */
static const struct sql forget_choices = {
	"UPDATE ticket SET notify_address_id = NULL WHERE notify_address_id IN"
	" (SELECT id FROM address WHERE person_id = ?1)"
};
static const struct sql leave_tickets = {
	"DELETE FROM participant WHERE person_id = ?1"
};
static const struct sql unfollow = {
	"DELETE FROM follower WHERE person_id = ?1"
};
static const struct sql drop_contacts = {
	"DELETE FROM contact WHERE person_id = ?1"
};
static const struct sql drop_own_labels = {
	"DELETE FROM person_label WHERE person_id = ?1"
};
static const struct sql drop_notes = {
	"DELETE FROM person_note WHERE person_id = ?1"
};
/* Also what both had, which stayed with the record that was merged. */
#define FILES \
	"(SELECT id FROM person_file WHERE person_id IN (SELECT ?1" \
	"  UNION ALL SELECT id FROM person WHERE merged_into = ?1))"
static const struct sql drop_moved_files = {
	"DELETE FROM person_merge_file WHERE file_id IN " FILES
};
static const struct sql drop_files = {
	"DELETE FROM person_file WHERE id IN " FILES
};
static const struct sql drop_preferences = {
	"DELETE FROM preference WHERE person_id = ?1"
};
static const struct sql drop_password = {
	"DELETE FROM password WHERE person_id = ?1"
};
static const struct sql drop_own_fields = {
	"DELETE FROM field_value WHERE object_id = ?1"
	" AND field_id IN (SELECT id FROM field WHERE object = 'person')"
};
/* Also what those who were merged into them have kept. */
static const struct sql leave_organization = {
	"DELETE FROM organization_member WHERE person_id IN"
	" " ROWS_SAME_PERSON("?1")
};
static const struct sql leave_usergroups = {
	"DELETE FROM usergroup_person WHERE person_id IN"
	" " ROWS_SAME_PERSON("?1")
};
static const struct sql drop_addresses = {
	"DELETE FROM address WHERE person_id = ?1"
};

/* What was merged into them stays there. */
static const struct sql drop_merge_items = {
	"DELETE FROM person_merge_item WHERE from_id IN"
	" (SELECT from_id FROM person_merge WHERE into_id = ?1)"
};
static const struct sql drop_merges = {
	"DELETE FROM person_merge WHERE into_id = ?1"
};

static const struct sql *const steps[] = {
	&keep_mails_out, &drop_deeds_undone, &drop_deeds, &drop_entry_changes,
	&drop_letter_changes, &drop_ticket_changes, &drop_own_changes,
	&drop_address_changes, &drop_letters, &drop_lone_letters,
	&forget_entries, &drop_awaited,
	&drop_entries, &drop_digest_items, &drop_firings, &drop_timers,
	&drop_promises, &drop_happenings, &drop_labels, &drop_followers,
	&drop_suggestions,
	&drop_participants,
	&drop_links, &drop_links_here, &drop_time, &drop_charges,
	&drop_ticket_fields, &drop_merged_tickets, &drop_tickets,
	&forget_choices, &leave_tickets, &unfollow, &drop_contacts,
	&drop_own_labels, &drop_notes, &drop_moved_files,
	&drop_files, &drop_preferences, &drop_own_fields,
	&drop_password,
	&leave_organization, &leave_usergroups,
	&drop_addresses, &drop_merge_items, &drop_merges,
};

static const struct sql blank = {
	"UPDATE person SET name = 'deleted user', title = '', summary = '',"
	" sasl_login = NULL, unix_account = NULL, handle = NULL, disabled = 1,"
	" deleted_at = ?2 WHERE id = ?1 AND is_agent = 0 AND deleted_at IS NULL"
};

int
people_delete(struct db *db, int64_t person_id, int64_t now, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &blank);

	db_bind_int(stmt, 1, person_id);
	db_bind_int(stmt, 2, now);
	if (db_run(stmt, why) < 0)
		return -1;
	if (db_changes(db) == 0)
		return fail_set(why, FAIL_REFUSE, "person %lld is an agent, or"
		    " deleted already, or nobody", (long long)person_id);
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		stmt = db_use(db, steps[i]);
		db_bind_int(stmt, 1, person_id);
		if (db_run(stmt, why) < 0)
			return -1;
	}
	return person_files_sweep(db, why);
}
