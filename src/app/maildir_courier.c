/* A message of a foreign Maildir: read, told from others, handed over. */
#include "maildir_courier.h"

#include "app/found_sender.h"
#include "app/stub.h"
#include "base/ascii.h"
#include "base/crash.h"
#include "base/encode.h"
#include "base/log.h"
#include "base/secret.h"
#include "store/recipients.h"

/* Of one that is too big so much is looked at for its header. */
#define HEAD_MAX ((size_t)256 << 10)

/* Names may hold any byte: what could not stand in a door_ref is written out. */
static struct slice
make_ref(struct maildir_courier *courier, const struct maildir_file *file)
{
	struct text ref = TEXT_IN(&courier->arena);

	text_add_format(&ref, "maildir:%s/", courier->folder->name);
	for (size_t i = 0; i < file->name.len; i++) {
		char c = file->name.data[i];

		if (ascii_is_graph(c) && c != '%')
			text_add_char(&ref, c);
		else
			text_add_format(&ref, "%%%02X", (unsigned char)c);
	}
	return text_slice(&ref);
}

static void
make_envelope(struct maildir_courier *courier, struct slice ref,
    struct slice raw, struct slice *recipient, struct envelope *out)
{
	const struct mail_limits limits = MAIL_LIMITS_DEFAULT;
	struct headers headers;
	limit_bits ignored = 0;

	headers_parse(&raw, &limits, &courier->arena, &headers, &ignored);
	*recipient = slice_of(courier->folder->recipient);
	*out = (struct envelope){ .door = DOOR_MAILDIR, .door_ref = ref,
		.recipients = recipient, .recipient_count = 1 };
	out->sender = found_sender(&headers, SLICE_EMPTY, &limits,
	    &courier->arena);
}

/*
 * A department that is not there is a slip in the configuration: it must not
 * cost the folder's mail.  The desk is asked, as the intake did.
 */
static int
check_recipient(struct maildir_courier *courier, struct fail *why)
{
	const char *recipient = courier->folder->recipient;
	struct db *db = NULL;
	int got = -1;

	if (db_open(&db, courier->conf->desk_path, DB_READ, why) == 0)
		got = recipients_is_known(db, slice_of(recipient), why);
	db_close(db);
	if (got == 0)
		return fail_set(why, FAIL_SETUP, "%s is no department's"
		    " address; set the recipient of %s right", recipient,
		    courier->folder->name);
	return got < 0 ? -1 : 0;
}

/* For good: its name is written down, and the file stays where it is. */
static int
note_refused(struct maildir_courier *courier, const struct envelope *envelope,
    const struct maildir_file *file, struct fail *why)
{
	const struct fail refusal = *why;
	char quoted[LOG_QUOTE_SIZE];

	if (check_recipient(courier, why) < 0 ||
	    lmtp_client_send_refused(courier->client, envelope, why) < 0)
		return -1;
	log_warn("maildir-refused", "folder=%s file=%s why=\"%s\"",
	    courier->folder->name, log_quote(slice_of(file->file), quoted),
	    refusal.text);
	return 0;
}

/* 1: its name alone was taken; 0; -1. */
static int
send(struct maildir_courier *courier, struct slice ref, struct slice raw,
    const struct maildir_file *file, struct fail *why)
{
	struct envelope envelope;
	struct slice recipient;
	int rc;

	make_envelope(courier, ref, raw, &recipient, &envelope);
	crash_point("watch.before-send");
	rc = lmtp_client_send(courier->client, &envelope, raw, why);
	crash_point("watch.after-send");
	if (rc == 0 || why->kind != FAIL_REFUSE)
		return rc;
	return note_refused(courier, &envelope, file, why) < 0 ? -1 : 1;
}

static struct slice
stub_ref(struct maildir_courier *courier, struct slice ref)
{
	return arena_format(&courier->arena, "%.*s%.*s", SLICE_ARG(ref),
	    SLICE_ARG(ENVELOPE_STUB));
}

/* 1, as it is not all of the message; -1. */
static int
send_stub(struct maildir_courier *courier, struct slice ref,
    struct slice start, const struct maildir_file *file, struct fail *why)
{
	static const char reason[] = "is too big to be taken";
	struct slice rest = start, line, stub;
	char quoted[LOG_QUOTE_SIZE];
	int got;

	while (slice_line(&rest, &line) && line.len > 0)
		continue;
	stub = stub_make(slice_head(start, start.len - rest.len), reason,
	    courier->folder->path, file->folder, ref, &courier->arena);
	got = send(courier, stub_ref(courier, ref), stub, file, why);
	if (got != 0)
		return got;
	log_warn("maildir-stub", "folder=%s file=%s why=\"it %s\"",
	    courier->folder->name, log_quote(slice_of(file->file), quoted),
	    reason);
	return 1;
}

/* The same but for line ends, which LMTP makes all alike. */
static bool
is_same_mail(struct slice a, struct slice b)
{
	struct slice x, y;
	bool has_x, has_y;

	do {
		x = y = SLICE_EMPTY;
		has_x = slice_cut(&a, '\n', &x);
		has_y = slice_cut(&b, '\n', &y);
		if (!slice_eq(slice_trim_end(x), slice_trim_end(y)))
			return false;
	} while (has_x || has_y);
	return true;
}

/*
 * What the archive has by this name: 1: it is this mail; 0: it is another one,
 * the name was given twice; 2: nothing but its name; -1.
 */
static int
compare(struct maildir_courier *courier, int64_t id, struct slice raw,
    struct fail *why)
{
	struct envelope envelope;
	struct slice known;
	int got = archive_read(courier->archive, id, &courier->arena,
	    &envelope, &known, why);

	if (got < 0)
		return -1;
	if (got == 0 || known.len == 0)
		return 2;
	return is_same_mail(known, raw);
}

/* A name that was given twice: the second mail's own. */
static struct slice
second_ref(struct maildir_courier *courier, struct slice ref,
    struct slice raw)
{
	unsigned char digest[SECRET_DIGEST_SIZE];
	struct text text = TEXT_IN(&courier->arena);

	secret_digest(raw, digest);
	text_add(&text, ref);
	text_add_char(&text, '/');
	encode_hex(&text, slice_make(digest, 8));
	return text_slice(&text);
}

static size_t
size_limit(const struct maildir_courier *courier)
{
	int64_t own = courier->folder->max_message;
	int64_t desk = courier->conf->max_message;

	return (size_t)(own < desk ? own : desk);
}

/* What there is to hand over; false: nothing, *end says why. */
static int
read_file(struct maildir_courier *courier, struct maildir_file *file,
    struct slice *raw, bool *is_cut, enum maildir_end *end, struct fail *why)
{
	enum maildir_read got;

	*is_cut = false;
	if (maildir_door_read(courier->door, file, size_limit(courier),
		&courier->arena, &got, raw, why) < 0)
		return -1;
	switch (got) {
	case MAILDIR_CUT:
		*is_cut = true;
		*raw = slice_head(*raw, HEAD_MAX);
		return 1;
	case MAILDIR_WHOLE:
		return 1;
	case MAILDIR_GONE:
	case MAILDIR_BUSY:
		*end = MAILDIR_END_LATER;
		return 0;
	case MAILDIR_ODD:
		*end = MAILDIR_END_ODD;
		return 0;
	}
	return 0;
}

/* The archive knows the name: what may become of the file? */
static int
take_known(struct maildir_courier *courier, struct maildir_file *file,
    int64_t *id, struct slice *ref, enum maildir_end *end, struct fail *why)
{
	struct slice raw;
	bool is_cut;
	int got;

	*end = MAILDIR_END_KEPT;
	if (courier->folder->after == AFTER_LEAVE)
		return 1;
	got = read_file(courier, file, &raw, &is_cut, end, why);
	if (got <= 0 || is_cut)
		return got < 0 ? -1 : 1;
	got = compare(courier, *id, raw, why);
	if (got < 0 || got == 2)
		return got < 0 ? -1 : 1;
	*end = MAILDIR_END_TAKEN;
	if (got == 1)
		return 1;
	*ref = second_ref(courier, *ref, raw);
	return archive_by_door_ref(courier->archive, *ref, id, why);
}

int
maildir_courier_take(struct maildir_courier *courier,
    struct maildir_file *file, enum maildir_end *end, bool *is_new,
    struct fail *why)
{
	struct slice ref, raw;
	bool is_cut;
	int64_t id;
	int got;

	arena_reset(&courier->arena);
	*is_new = false;
	ref = make_ref(courier, file);
	got = archive_by_door_ref(courier->archive, ref, &id, why);
	if (got == 1)
		got = take_known(courier, file, &id, &ref, end, why);
	else if (got == 0 && (got = archive_by_door_ref(courier->archive,
		stub_ref(courier, ref), &id, why)) == 1)
		*end = MAILDIR_END_KEPT;
	if (got != 0)
		return got < 0 ? -1 : 0;
	got = read_file(courier, file, &raw, &is_cut, end, why);
	if (got <= 0)
		return got;
	*is_new = true;
	got = is_cut ? send_stub(courier, ref, raw, file, why)
		     : send(courier, ref, raw, file, why);
	*end = got == 0 ? MAILDIR_END_TAKEN : MAILDIR_END_KEPT;
	return got < 0 ? -1 : 0;
}
