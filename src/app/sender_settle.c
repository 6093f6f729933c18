/* The results of attempts. */
#include "sender_settle.h"

#include <assert.h>
#include <inttypes.h>

#include "app/sender.h"
#include "base/ascii.h"
#include "base/crash.h"
#include "base/log.h"
#include "sender_failure.h"
#include "sender_rate.h"

static const char *const end_names[] = {
	[DELIVERY_UNTRIED] = "untried",
	[DELIVERY_POSTPONED] = "postponed",
	[DELIVERY_SENT] = "sent",
	[DELIVERY_DEFERRED] = "deferred",
	[DELIVERY_UNKNOWN] = "unknown",
	[DELIVERY_FAILED] = "failed",
	[DELIVERY_CANCELLED] = "cancelled",
};
static_assert(ARRAY_LEN(end_names) == DELIVERY_END_COUNT,
    "every end has a name");

/*
 * By attempts and not by age: a letter that was held for a week, or that
 * waited while the daemon was down, has all its attempts before it.
 */
int64_t
sender_retry(const struct conf *conf, int64_t attempts)
{
	const struct conf_pauses *pauses = &conf->retry;
	const int64_t last = (int64_t)pauses->count - 1;
	const int64_t all = conf->give_up_hours * 60 * 60;
	int64_t elapsed = 0;

	assert(last >= 0);
	if (attempts < 1)
		attempts = 1;
	for (int64_t i = 0; i < attempts - 1 && elapsed < all; i++)
		elapsed += pauses->seconds[i < last ? i : last];
	if (elapsed >= all)
		return -1;
	return pauses->seconds[attempts - 1 < last ? attempts - 1 : last];
}

/* What was tried often enough has failed. */
static void
give_up(const struct conf *conf, struct delivery *delivery,
    struct arena *arena)
{
	const struct outbox_row *row = &delivery->row;

	if (delivery->end == DELIVERY_DEFERRED &&
	    sender_retry(conf, row->attempts) < 0)
		delivery->reply = arena_format(arena, "not accepted in %lld"
		    " attempts; the last: %.*s", (long long)row->attempts,
		    SLICE_ARG(delivery->reply));
	else if (delivery->end == DELIVERY_UNKNOWN && row->unknowns > 0)
		delivery->reply = arena_format(arena, "it may have arrived,"
		    " nobody saw how two attempts ended; the last: %.*s",
		    SLICE_ARG(delivery->reply));
	else
		return;
	delivery->end = DELIVERY_FAILED;
}

static int
settle(struct desk *desk, struct delivery *delivery, int64_t now,
    struct arena *arena, struct fail *why)
{
	struct db *db = desk->db;
	const struct outbox_row *row = &delivery->row;

	give_up(desk->conf, delivery, arena);
	if (rate_count(desk, delivery, now, why) < 0)
		return -1;
	switch (delivery->end) {
	case DELIVERY_UNTRIED:
		return outbox_put_back(db, row->id, why);
	case DELIVERY_POSTPONED:
		return outbox_postpone(db, row->id, delivery->due, why);
	case DELIVERY_SENT:
		return outbox_sent(db, row->id, delivery->reply, why);
	case DELIVERY_DEFERRED:
		return outbox_deferred(db, row->id,
		    now + sender_retry(desk->conf, row->attempts),
		    delivery->reply, why);
	case DELIVERY_UNKNOWN:
		return outbox_unknown(db, row->id,
		    now + desk->conf->unknown_wait, delivery->reply, why);
	case DELIVERY_FAILED:
		return outbox_failed(db, row->id, delivery->reply, why) < 0
		    ? -1 : sender_failure(desk, delivery, now, arena, why);
	case DELIVERY_CANCELLED:
		return outbox_cancelled(db, row->id, delivery->reply, why) < 0
		    ? -1 : sender_cancellation(desk, delivery, now, arena,
			why);
	case DELIVERY_END_COUNT:
		break;
	}
	assert(0);
	return -1;
}

/*
 * A letter's own errors cost only its result: the letter is then unknown
 * when the sender starts again.
 */
static int
settle_one(struct desk *desk, struct delivery *delivery, int64_t now,
    struct arena *arena, struct fail *why)
{
	struct db *db = desk->db;
	struct fail told = FAIL_INIT;

	if (db_savepoint(db, why) < 0)
		return -1;
	if (settle(desk, delivery, now, arena, &told) == 0)
		return db_release(db, why);
	if (!db_in_transaction(db) ||
	    (told.kind != FAIL_REFUSE && db_trouble(db) != DB_MESSAGE)) {
		*why = told;
		return -1;
	}
	log_error("letter-not-settled", "letter=%" PRId64 " why=\"%s\"",
	    delivery->row.id, told.text);
	return db_rollback_to(db, why);
}

/* The codes of a reply; its words may hold addresses. */
static struct slice
codes_of(struct slice reply)
{
	size_t len = 0;

	if (reply.len == 0 || !ascii_is_digit(reply.data[0]))
		return reply;
	while (len < reply.len && (ascii_is_digit(reply.data[len]) ||
	    reply.data[len] == '.' || reply.data[len] == ' '))
		len++;
	return slice_trim(slice_head(reply, len));
}

static void
log_delivery(const struct delivery *delivery)
{
	const struct outbox_row *row = &delivery->row;
	char to[LOG_QUOTE_SIZE], reply[LOG_QUOTE_SIZE];

	if (delivery->end == DELIVERY_UNTRIED)
		return;
	log_info(end_names[delivery->end], "letter=%" PRId64
	    " ticket=%" PRId64 " what=%.*s to=%s attempt=%" PRId64
	    " blame=%s reply=%s", row->id, row->ticket_id,
	    SLICE_ARG(row->event), log_address(row->address, to),
	    row->attempts, smtp_blame_name(delivery->blame),
	    log_quote(codes_of(delivery->reply), reply));
}

int
deliveries_settle(struct desk *desk, struct delivery *deliveries,
    size_t count, int64_t now, struct arena *arena, struct fail *why)
{
	struct db *db = desk->db;

	if (db_begin(db, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (settle_one(desk, &deliveries[i], now, arena, why) < 0) {
			db_rollback(db);
			return -1;
		}
	crash_point("sender.before-settling");
	if (db_commit(db, why) < 0)
		return -1;
	crash_point("sender.after-settling");
	for (size_t i = 0; i < count; i++) {
		deliveries[i].is_settled = true;
		log_delivery(&deliveries[i]);
	}
	return 0;
}
