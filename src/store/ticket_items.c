/* What a ticket has any number of: a table of statements per kind. */
#include "store/ticket_items.h"

#include <assert.h>

#include "rows.h"

/*
 * Of all statements that change: ?1 the ticket, ?2 an id, ?3 a name, ?4 a
 * value, ?5 an amount, ?6 the person who does it, ?7 the time.  Every statement
 * that lists gives id, name, value and amount.
 */
static const struct sql add_label = {
	"INSERT INTO label (ticket_id, label) VALUES (?1, ?3)"
	" ON CONFLICT DO NOTHING"
};
static const struct sql drop_label = {
	"DELETE FROM label WHERE ticket_id = ?1 AND label = ?3"
};
static const struct sql list_labels = {
	"SELECT 0, label, '', 0 FROM label WHERE ticket_id = ?1 ORDER BY label"
};

static const struct sql add_participant = {
	"INSERT INTO participant (ticket_id, person_id) VALUES (?1, ?2)"
	" ON CONFLICT DO NOTHING"
};
static const struct sql drop_participant = {
	"DELETE FROM participant WHERE ticket_id = ?1 AND person_id = ?2"
};
static const struct sql list_participants = {
	"SELECT person.id, person.name, '', 0 FROM participant"
	"  JOIN person ON person.id = participant.person_id"
	" WHERE participant.ticket_id = ?1 ORDER BY participant.person_id"
};

static const struct sql add_follower = {
	"INSERT INTO follower (ticket_id, person_id) VALUES (?1, ?2)"
	" ON CONFLICT DO NOTHING"
};
static const struct sql drop_follower = {
	"DELETE FROM follower WHERE ticket_id = ?1 AND person_id = ?2"
};
static const struct sql list_followers = {
	"SELECT person.id, person.name, '', 0 FROM follower"
	"  JOIN person ON person.id = follower.person_id"
	" WHERE follower.ticket_id = ?1 ORDER BY follower.person_id"
};

static const struct sql add_link = {
	"INSERT INTO ticket_link (ticket_id, other_id)"
	" SELECT ?1, ?2 UNION ALL SELECT ?2, ?1 WHERE true"
	" ON CONFLICT DO NOTHING"
};
static const struct sql drop_link = {
	"DELETE FROM ticket_link"
	" WHERE (ticket_id = ?1 AND other_id = ?2)"
	"  OR (ticket_id = ?2 AND other_id = ?1)"
};
static const struct sql list_links = {
	"SELECT ticket.id, ticket.subject, '', 0 FROM ticket_link"
	"  JOIN ticket ON ticket.id = ticket_link.other_id"
	" WHERE ticket_link.ticket_id = ?1 ORDER BY ticket_link.other_id"
};

static const struct sql add_field = {
	"INSERT INTO field_value (object_id, field_id, value)"
	" VALUES (?1, ?2, ?4) ON CONFLICT DO UPDATE SET value = ?4"
	" WHERE value <> ?4"
};
static const struct sql drop_field = {
	"DELETE FROM field_value WHERE object_id = ?1 AND field_id = ?2"
};
static const struct sql list_fields = {
	"SELECT field.id, field.name, field_value.value, 0 FROM field_value"
	"  JOIN field ON field.id = field_value.field_id"
	" WHERE field_value.object_id = ?1 AND field.object = 'ticket'"
	" ORDER BY field_value.field_id"
};

static const struct sql add_time = {
	"INSERT INTO time_spent (ticket_id, person_id, minutes, remark, at)"
	" VALUES (?1, ?6, ?5, ?4, ?7)"
};
static const struct sql list_time = {
	"SELECT person.id, person.name, time_spent.remark, time_spent.minutes"
	"  FROM time_spent JOIN person ON person.id = time_spent.person_id"
	" WHERE time_spent.ticket_id = ?1 ORDER BY time_spent.id"
};

static const struct sql add_charge = {
	"INSERT INTO charge (ticket_id, person_id, cents, remark, at)"
	" VALUES (?1, ?6, ?5, ?4, ?7)"
};
static const struct sql list_charges = {
	"SELECT person.id, person.name, charge.remark, charge.cents"
	"  FROM charge JOIN person ON person.id = charge.person_id"
	" WHERE charge.ticket_id = ?1 ORDER BY charge.id"
};

/* With how many of the parameters a statement takes. */
static const struct statements {
	const struct sql *add, *drop, *list;
	int add_takes, drop_takes;
} statements[] = {
	[ITEM_LABEL] = { &add_label, &drop_label, &list_labels, 3, 3 },
	[ITEM_PARTICIPANT] = { &add_participant, &drop_participant,
	    &list_participants, 2, 2 },
	[ITEM_FOLLOWER] = { &add_follower, &drop_follower, &list_followers,
	    2, 2 },
	[ITEM_LINK] = { &add_link, &drop_link, &list_links, 2, 2 },
	[ITEM_FIELD] = { &add_field, &drop_field, &list_fields, 4, 2 },
	[ITEM_TIME] = { &add_time, &add_time, &list_time, 7, 7 },
	[ITEM_CHARGE] = { &add_charge, &add_charge, &list_charges, 7, 7 },
};
static_assert(ARRAY_LEN(statements) == TICKET_ITEM_COUNT,
    "every item has its statements");

int
ticket_items_change(struct db *db, int64_t ticket_id, int64_t person_id,
    int64_t now, const struct item_change *change, struct fail *why)
{
	const struct statements *row = &statements[change->item];
	struct db_stmt *stmt = db_use(db, change->removes ? row->drop : row->add);
	int takes = change->removes ? row->drop_takes : row->add_takes;

	db_bind_int(stmt, 1, ticket_id);
	db_bind_id(stmt, 2, change->id);
	if (takes > 2)
		db_bind_text(stmt, 3, change->name);
	if (takes > 3)
		db_bind_text(stmt, 4, change->value);
	if (takes > 4) {
		db_bind_int(stmt, 5, change->removes ? -change->amount
						     : change->amount);
		db_bind_id(stmt, 6, person_id);
		db_bind_int(stmt, 7, now);
	}
	if (db_run(stmt, why) < 0)
		return -1;
	return db_changes(db) > 0;
}

int
ticket_items_list(struct db *db, int64_t ticket_id, enum ticket_item item,
    struct arena *arena, struct item_change **out, size_t *count,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, statements[item].list);
	struct item_change *items = NULL;
	size_t n = 0;
	int got;

	db_bind_int(stmt, 1, ticket_id);
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		items[n++] = (struct item_change){
			.item = item,
			.id = db_int(stmt, 0),
			.name = db_text(stmt, 1, arena),
			.value = db_text(stmt, 2, arena),
			.amount = db_int(stmt, 3),
		};
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}
