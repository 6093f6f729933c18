/* Fetching a message and handing it over; a stub when that cannot be. */
#include "imap_courier.h"

#include <inttypes.h>
#include <sys/mman.h>

#include "app/found_sender.h"
#include "app/stub.h"
#include "base/crash.h"
#include "base/log.h"

/* Servers count line ends in their own way. */
#define SIZE_SLACK (INT64_C(64) << 10)
/*
 * So often a message is asked for before its header must do; a no to FETCH may
 * be the server's trouble, and not the message's.
 */
#define TRIES_MAX 3

static struct slice
door_ref(struct courier *courier, const struct imap_place *place,
    uint32_t uid)
{
	return arena_format(&courier->arena, "%.*s%010" PRIu32,
	    SLICE_ARG(place->prefix), uid);
}

static void
make_envelope(struct courier *courier, const struct imap_place *place,
    uint32_t uid, struct slice raw, struct slice *recipient,
    struct envelope *out)
{
	const struct mail_limits limits = MAIL_LIMITS_DEFAULT;
	struct headers headers;
	limit_bits ignored = 0;

	headers_parse(&raw, &limits, &courier->arena, &headers, &ignored);
	*recipient = slice_of(place->folder->recipient);
	*out = (struct envelope){ .door = DOOR_IMAP,
		.door_ref = door_ref(courier, place, uid),
		.recipients = recipient, .recipient_count = 1 };
	out->sender = found_sender(&headers, SLICE_EMPTY, &limits,
	    &courier->arena);
}

static int
hand_over(struct courier *courier, const struct envelope *envelope,
    struct slice raw, struct fail *why)
{
	int rc;

	crash_point("imap.before-send");
	rc = lmtp_client_send(courier->client, envelope, raw, why);
	crash_point("imap.after-send");
	return rc;
}

static int
send(struct courier *courier, const struct imap_place *place, uint32_t uid,
    struct slice raw, struct fail *why)
{
	struct envelope envelope;
	struct slice recipient;

	make_envelope(courier, place, uid, raw, &recipient, &envelope);
	return hand_over(courier, &envelope, raw, why);
}

static int
send_stub(struct courier *courier, const struct imap_place *place,
    uint32_t uid, struct slice stub, struct fail *why)
{
	struct envelope envelope;
	struct slice recipient;

	make_envelope(courier, place, uid, stub, &recipient, &envelope);
	envelope.door_ref = arena_format(&courier->arena, "%.*s%.*s",
	    SLICE_ARG(envelope.door_ref), SLICE_ARG(ENVELOPE_STUB));
	return hand_over(courier, &envelope, stub, why);
}

/* Big ones are in a file, and stay there. */
static int
send_body(struct courier *courier, const struct imap_place *place,
    uint32_t uid, const struct lmtp_spill *body, struct fail *why)
{
	struct slice raw = lmtp_spill_memory(body);
	void *mapped;
	int rc;

	if (raw.data != NULL)
		return send(courier, place, uid, raw, why);
	mapped = mmap(NULL, (size_t)body->size, PROT_READ, MAP_PRIVATE,
	    body->fd, 0);
	if (mapped == MAP_FAILED)
		return fail_sys(why, FAIL_RETRY, "the message's file");
	rc = send(courier, place, uid, slice_make(mapped,
	    (size_t)body->size), why);
	munmap(mapped, (size_t)body->size);
	return rc;
}

/*
 * A department that is not there is a slip in the configuration: it must not
 * cost the folder's mail.
 */
static int
check_recipient(const struct courier *courier, const struct imap_place *place,
    struct fail *why)
{
	if (!lmtp_client_knows_no_recipient(courier->client))
		return 0;
	return fail_set(why, FAIL_SETUP, "%s is no department's address; set"
	    " the recipient of folder %s right", place->folder->recipient,
	    place->folder->name);
}

/* Its sender is banned, or not even its header is let in. */
static int
note_refused(struct courier *courier, const struct imap_place *place,
    uint32_t uid, struct slice head, const struct fail *refusal,
    struct fail *why)
{
	struct envelope envelope;
	struct slice recipient;

	if (check_recipient(courier, place, why) < 0)
		return -1;
	make_envelope(courier, place, uid, head, &recipient, &envelope);
	if (lmtp_client_send_refused(courier->client, &envelope, why) < 0)
		return -1;
	log_warn("imap-refused", "account=%s uid=%" PRIu32 " why=\"%s\"",
	    courier->account->name, uid, refusal->text);
	return 0;
}

/* 1: it is gone; 0; -1. */
static int
deliver_stub(struct courier *courier, const struct imap_place *place,
    uint32_t uid, const char *reason, struct fail *why)
{
	struct fail refusal;
	struct slice head, stub;
	int got = -1;

	/* A server that gives not even that shall not block the others. */
	why->kind = FAIL_REFUSE;
	if (courier->hard_tries <= 2 * TRIES_MAX)
		got = imap_fetch_head(courier->imap, uid, &courier->arena,
		    &head, why);
	if (got == -1 && why->kind == FAIL_REFUSE &&
	    courier->hard_tries > TRIES_MAX)
		head = SLICE_EMPTY;
	else if (got <= 0)
		return got < 0 ? -1 : 1;
	/* What follows may fail again and again, and is not the message's. */
	courier->hard_tries = 0;
	stub = stub_make(head, reason, courier->account->name,
	    place->folder->name, arena_format(&courier->arena, "UID %" PRIu32,
	    uid), &courier->arena);
	if (send_stub(courier, place, uid, stub, why) == 0) {
		log_warn("imap-stub", "account=%s uid=%" PRIu32
		    " why=\"it %s\"", courier->account->name, uid, reason);
		return 0;
	}
	if (why->kind != FAIL_REFUSE)
		return -1;
	refusal = *why;
	return note_refused(courier, place, uid, head, &refusal, why);
}

static int64_t
size_limit(const struct courier *courier)
{
	int64_t own = courier->account->max_message;
	int64_t desk = courier->conf->max_message;

	return own < desk ? own : desk;
}

/*
 * 1: it is gone; 0: delivered, or *reason says why its header must do; -1: it
 * must be tried again.
 */
static int
deliver_whole(struct courier *courier, const struct imap_place *place,
    uint32_t uid, int64_t size, const char **reason, struct fail *why)
{
	struct lmtp_spill body;
	int got;

	lmtp_spill_init(&body, &courier->pool);
	got = imap_fetch(courier->imap, uid, size + SIZE_SLACK, &body, why);
	if (got == 0) {
		got = 1;
	} else if (got == 1 && body.size == 0) {
		/* An empty one could not be told from one that was refused. */
		*reason = "is empty";
		got = 0;
	} else if (got == 1) {
		courier->hard_tries = 0;
		got = send_body(courier, place, uid, &body, why);
		if (got < 0 && why->kind == FAIL_REFUSE &&
		    check_recipient(courier, place, why) == 0) {
			*reason = "was refused";
			got = 0;
		}
	}
	lmtp_spill_free(&body);
	return got;
}

/* Counts a message that stands in the way; true: its header must do. */
static bool
is_too_hard(struct courier *courier, uint32_t uid)
{
	if (courier->hard_uid != uid)
		courier->hard_tries = 0;
	courier->hard_uid = uid;
	return courier->hard_tries++ >= TRIES_MAX;
}

/* As deliver_whole. */
static int
deliver(struct courier *courier, const struct imap_place *place,
    uint32_t uid, const char **reason, struct fail *why)
{
	int64_t size = 0;
	int got;

	if (is_too_hard(courier, uid)) {
		*reason = "could not be fetched";
		return 0;
	}
	got = imap_size(courier->imap, uid, &size, why);
	if (got <= 0)
		return got < 0 ? -1 : 1;
	if (size <= size_limit(courier))
		return deliver_whole(courier, place, uid, size, reason, why);
	*reason = "is too big to be taken";
	return 0;
}

int
courier_deliver(struct courier *courier, const struct imap_place *place,
    uint32_t uid, enum courier_end *end, struct fail *why)
{
	const char *reason = NULL;
	int got;

	arena_reset(&courier->arena);
	got = deliver(courier, place, uid, &reason, why);
	*end = got == 1 ? COURIER_GONE : COURIER_TAKEN;
	if (got == 0 && reason != NULL) {
		got = deliver_stub(courier, place, uid, reason, why);
		*end = got == 1 ? COURIER_GONE : COURIER_KEPT;
	}
	if (got >= 0 || why->kind == FAIL_SETUP)
		courier->hard_tries = 0;
	return got < 0 ? -1 : 0;
}

int
courier_has_taken(struct courier *courier, const struct imap_place *place,
    uint32_t uid, struct fail *why)
{
	int64_t id, same, size;
	int got;

	arena_reset(&courier->arena);
	got = archive_by_door_ref(courier->archive, door_ref(courier, place,
	    uid), &id, why);
	if (got == 1)
		got = archive_next(courier->archive, id - 1, &same, &size,
		    why);
	/* A stub has another door_ref, and what was refused no body. */
	return got == 1 ? size > 0 : got;
}
