/* Which messages there are, and what is in them. */
#include "port/imap.h"

#include <stdlib.h>

#include "base/log.h"
#include "imap_session.h"

/* UIDs asked for at once: their numbers fit into SEARCH_LINES. */
#define WINDOW UINT32_C(32768)
#define SEARCH_LINES (INT64_C(384) << 10)
/* A server that gives less, all in all, gives nothing. */
#define BYTES_PER_SECOND (INT64_C(32) << 10)

/* What libetpan's constructors made; they fail for want of memory only. */
static void *
made(void *what)
{
	if (what == NULL)
		log_die("out of memory: an IMAP command");
	return what;
}

static int
compare_uids(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

struct uids {
	struct arena *arena;
	uint32_t *items;
	size_t count, room;
};

static void
add_uid(struct uids *uids, uint32_t uid)
{
	size_t size = sizeof(uids->items[0]);

	if (uids->count == uids->room) {
		size_t more = uids->room == 0 ? 64 : uids->room * 2;

		uids->items = arena_grow(uids->arena, uids->items,
		    uids->room * size, more * size);
		uids->room = more;
	}
	uids->items[uids->count++] = uid;
}

/* The one constructor has a place for whatever a key may need. */
static struct mailimap_search_key *
unseen_key(void)
{
	return made(mailimap_search_key_new(MAILIMAP_SEARCH_KEY_UNSEEN, NULL,
	    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
	    NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL,
	    NULL));
}

static int
find_between(struct imap *imap, uint32_t from, uint32_t to, bool unseen,
    struct uids *uids, struct fail *why)
{
	/* 0 is libetpan's "*". */
	struct mailimap_set *set = made(mailimap_set_new_interval(from,
	    to == UINT32_MAX ? 0 : to));
	struct mailimap_search_key *key = made(
	    mailimap_search_key_new_uid(set));
	clist *result = NULL;
	int rc;

	if (unseen) {
		struct mailimap_search_key *all = made(
		    mailimap_search_key_new_multiple_empty());

		mailimap_search_key_multiple_add(all, key);
		mailimap_search_key_multiple_add(all, unseen_key());
		key = all;
	}
	imap_begin(imap, SEARCH_LINES, 0, 0);
	rc = mailimap_uid_search(imap->session, NULL, key, &result);
	mailimap_search_key_free(key);
	if (imap_end(imap, rc, "UID SEARCH", why) < 0)
		return -1;
	/* "7:*" finds the last message though it is before 7. */
	for (clistiter *at = result == NULL ? NULL : clist_begin(result);
	     at != NULL; at = clist_next(at)) {
		uint32_t uid = *(uint32_t *)clist_content(at);

		if (uid >= from && uid <= to)
			add_uid(uids, uid);
	}
	if (result != NULL)
		mailimap_search_result_free(result);
	return 0;
}

/*
 * A folder that holds much is asked in windows; over a stretch with nothing in
 * it they grow, as UIDs may lie far apart.
 */
static int
find_in_windows(struct imap *imap, uint32_t from, uint32_t to, bool unseen,
    struct uids *uids, struct fail *why)
{
	uint32_t width = WINDOW, last;
	size_t before;

	for (;;) {
		last = to - from < width ? to : from + width - 1;
		before = uids->count;
		if (find_between(imap, from, last, unseen, uids, why) < 0)
			return -1;
		/* What is found is enough for one time. */
		if (last == to || uids->count >= WINDOW)
			return 0;
		width = uids->count > before ? WINDOW
		    : width > UINT32_MAX / 8 ? UINT32_MAX : width * 8;
		from = last + 1;
	}
}

int
imap_find(struct imap *imap, uint32_t from, uint32_t to, bool unseen,
    struct arena *arena, uint32_t **out, size_t *count, struct fail *why)
{
	const struct mailimap_selection_info *info =
	    imap->session->imap_selection_info;
	struct uids uids = { .arena = arena };
	size_t kept = 0;
	int rc;

	*count = 0;
	*out = NULL;
	if (from == 0 || from > to)
		return 0;
	/* Past the last UID there is nothing to look through. */
	if (info != NULL && info->sel_exists > WINDOW)
		rc = find_in_windows(imap, from, info->sel_uidnext > from &&
		    info->sel_uidnext - 1 < to ? info->sel_uidnext - 1 : to,
		    unseen, &uids, why);
	else
		rc = find_between(imap, from, to, unseen, &uids, why);
	if (rc < 0)
		return -1;
	if (uids.count > 0)
		qsort(uids.items, uids.count, sizeof(uids.items[0]),
		    compare_uids);
	for (size_t i = 0; i < uids.count; i++)
		if (kept == 0 || uids.items[i] != uids.items[kept - 1])
			uids.items[kept++] = uids.items[i];
	*out = uids.items;
	*count = kept;
	return 0;
}

/* What one FETCH said of one message. */
struct fetched {
	uint32_t uid;
	int64_t size; /* -1: not said */
	const struct mailimap_msg_att_body_section *section;
};

static struct fetched
read_message(const struct mailimap_msg_att *message)
{
	struct fetched out = { .size = -1 };

	for (clistiter *at = clist_begin(message->att_list); at != NULL;
	     at = clist_next(at)) {
		const struct mailimap_msg_att_item *item = clist_content(at);
		const struct mailimap_msg_att_static *fact =
		    item->att_data.att_static;

		if (item->att_type != MAILIMAP_MSG_ATT_ITEM_STATIC)
			continue;
		if (fact->att_type == MAILIMAP_MSG_ATT_UID)
			out.uid = fact->att_data.att_uid;
		else if (fact->att_type == MAILIMAP_MSG_ATT_RFC822_SIZE)
			out.size = fact->att_data.att_rfc822_size;
		else if (fact->att_type == MAILIMAP_MSG_ATT_BODY_SECTION)
			out.section = fact->att_data.att_body_section;
	}
	return out;
}

static void
free_list(clist *list)
{
	if (list != NULL)
		mailimap_fetch_list_free(list);
}

/* UID FETCH of one thing; the result is the caller's to free. */
static int
fetch(struct imap *imap, uint32_t uid, struct mailimap_fetch_att *what,
    clist **out, struct fail *why)
{
	struct mailimap_set *set = made(mailimap_set_new_single(uid));
	struct mailimap_fetch_type *type = made(
	    mailimap_fetch_type_new_fetch_att_list_empty());
	int rc;

	mailimap_fetch_type_new_fetch_att_list_add(type,
	    made(mailimap_fetch_att_new_uid()));
	mailimap_fetch_type_new_fetch_att_list_add(type, what);
	*out = NULL;
	rc = mailimap_uid_fetch(imap->session, set, type, out);
	mailimap_fetch_type_free(type);
	mailimap_set_free(set);
	/* At a no libetpan frees the list, and leaves the pointer to it. */
	if (imap_end(imap, rc, "UID FETCH", why) < 0) {
		*out = NULL;
		return -1;
	}
	if (imap->stream.guard.ended == IMAP_OK)
		return 0;
	/* What came before a no may be half of it. */
	free_list(*out);
	*out = NULL;
	return imap_end(imap, MAILIMAP_ERROR_UID_FETCH, "UID FETCH", why);
}

/* 1: the message is among them; 0. sections: how many bodies came at all. */
static int
find_message(clist *list, uint32_t uid, struct fetched *out,
    size_t *sections)
{
	int found = 0;

	*sections = 0;
	for (clistiter *at = list == NULL ? NULL : clist_begin(list);
	     at != NULL; at = clist_next(at)) {
		struct fetched one = read_message(clist_content(at));

		*sections += one.section != NULL;
		if (one.uid != uid || (one.size < 0 && one.section == NULL))
			continue;
		*out = one;
		found = 1;
	}
	return found;
}

int
imap_size(struct imap *imap, uint32_t uid, int64_t *size, struct fail *why)
{
	struct fetched found;
	clist *list;
	size_t sections;
	int got;

	imap_begin(imap, IMAP_LINES, 0, 0);
	if (fetch(imap, uid, made(mailimap_fetch_att_new_rfc822_size()), &list,
		why) < 0)
		return -1;
	got = find_message(list, uid, &found, &sections);
	if (got == 1)
		*size = found.size < 0 ? 0 : found.size;
	free_list(list);
	return got;
}

/* Where a body goes while it comes. */
struct sink {
	struct lmtp_spill *body;
	int64_t limit;
	bool is_over; /* the limit is passed */
	bool failed;  /* the disk: */
	struct fail why;
};

static void
pour(struct sink *sink, struct slice bytes)
{
	if (sink->is_over || sink->failed)
		return;
	if ((int64_t)bytes.len > sink->limit - sink->body->size)
		sink->is_over = true;
	else if (lmtp_spill_add(sink->body, bytes, &sink->why) < 0)
		sink->failed = true;
}

static bool
take_body(int type, struct mailimap_msg_att_body_section *section,
    const char *bytes, size_t len, void *data)
{
	(void)type;
	(void)section;
	pour(data, slice_make(bytes, len));
	return true;
}

/* Whether what came is the message, and all of it. */
static int
check_body(struct imap *imap, clist *list, uint32_t uid, struct sink *sink,
    struct fail *why)
{
	struct fetched found;
	size_t sections;
	int got = find_message(list, uid, &found, &sections);

	if (got == 0 && sections == 0)
		return 0;
	/* Bodies of others are among the bytes that came. */
	if (got == 0 || sections > 1 || found.section == NULL) {
		imap->stream.is_broken = true;
		return fail_set(why, FAIL_RETRY, "UID FETCH: it sends another"
		    " message than that it was asked for");
	}
	/* A short one may come as a quoted string. */
	if (sink->body->size == 0 && found.section->sec_body_part != NULL)
		pour(sink, slice_make(found.section->sec_body_part,
		    found.section->sec_length));
	if (sink->is_over)
		return fail_set(why, FAIL_REFUSE,
		    "UID FETCH: the message is bigger than it said");
	if (sink->failed && why != NULL)
		*why = sink->why;
	return sink->failed ? -1 : 1;
}

int
imap_fetch(struct imap *imap, uint32_t uid, int64_t limit,
    struct lmtp_spill *body, struct fail *why)
{
	struct sink sink = { .body = body, .limit = limit };
	clist *list;
	int got;

	imap_begin(imap, IMAP_LINES, limit, limit / BYTES_PER_SECOND);
	mailimap_set_msg_body_handler(imap->session, take_body, &sink);
	got = fetch(imap, uid, made(mailimap_fetch_att_new_body_peek_section(
	    made(mailimap_section_new(NULL)))), &list, why);
	mailimap_set_msg_body_handler(imap->session, NULL, NULL);
	if (got < 0)
		return -1;
	got = check_body(imap, list, uid, &sink, why);
	free_list(list);
	return got;
}

int
imap_fetch_head(struct imap *imap, uint32_t uid, struct arena *arena,
    struct slice *out, struct fail *why)
{
	struct fetched found;
	clist *list;
	size_t sections;
	int got;

	imap_begin(imap, (int64_t)IMAP_HEAD_MAX + IMAP_LINES, 0, 0);
	if (fetch(imap, uid, made(
		mailimap_fetch_att_new_body_peek_section_partial(
		    made(mailimap_section_new_header()), 0,
		    (uint32_t)IMAP_HEAD_MAX)), &list, why) < 0)
		return -1;
	got = find_message(list, uid, &found, &sections);
	*out = SLICE_EMPTY;
	if (got == 1 && found.section != NULL &&
	    found.section->sec_body_part != NULL)
		*out = arena_copy(arena, slice_head(slice_make(
		    found.section->sec_body_part, found.section->sec_length),
		    IMAP_HEAD_MAX));
	free_list(list);
	return got;
}
