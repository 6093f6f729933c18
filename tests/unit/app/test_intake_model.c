/*
 * Random talks of several clients at once with an intake, against the model of
 * it: commands and bodies cut anywhere, pipelined or not, broken off; a desk
 * that cannot be read, a disk that takes no more, an intake that stops or dies.
 * Every answer is compared, and in the end every message of the archive.
 * MAILDESK_STEPS=10000000 makes it a soak, MAILDESK_SEED another one.
 */
#include "intake_case.h"

#include <linux/sockios.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "intake_model.h"

#define STEPS_DEFAULT 100000
#define STEPS_OF_ARCHIVE 25000 /* then a new one, or its end would take long */
#define SEED 20261125
#define TALKERS 6
#define SAYINGS_MAX 40
#define WIRE_MAX ((size_t)2 << 20)
#define BIG LMTP_SPILL_EACH

static uint64_t random_state;

/* xorshift64*; enough to be unkind, and the same everywhere. */
static uint32_t
roll(uint32_t below)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (uint32_t)((random_state * UINT64_C(2685821657736338717)) >>
	    33) % below;
}

/* A client: what it is about to say, and what it should hear. */
struct talker {
	int fd; /* -1: not connected */
	struct model model;
	char *wire;
	size_t len, sent;
	struct saying sayings[SAYINGS_MAX];
	size_t count, heard; /* the model has heard so many of them */
};

static struct run {
	struct inlet *inlet;
	struct world world;
	struct talker talkers[TALKERS];
	struct deliveries deliveries;
	size_t step, messages, known, aborts, ends;
	uint32_t tag;
	bool can_be_others; /* clients of another user */
} run;

static const char *
where(const struct talker *talker)
{
	static char name[64];

	snprintf(name, sizeof(name), "client %td, by step %zu",
	    talker - run.talkers, run.step);
	return name;
}

/* --- what clients say ---------------------------------------------------- */

static void
put(struct talker *talker, const void *bytes, size_t len)
{
	assert_true(talker->len + len <= WIRE_MAX);
	memcpy(talker->wire + talker->len, bytes, len);
	talker->len += len;
}

/* A saying whose text is there: the next one begins behind it. */
static void
end_saying(struct talker *talker, struct saying saying)
{
	saying.end = talker->len;
	assert_true(talker->count < SAYINGS_MAX);
	talker->sayings[talker->count++] = saying;
	run.step++;
}

static void
say(struct talker *talker, enum said what, const char *line)
{
	put(talker, line, strlen(line));
	end_saying(talker, (struct saying){ .what = what });
}

/* Our own parameters, which count from our own processes. */
static void
add_ours(struct saying *saying, bool trusted, char *line, size_t size)
{
	struct delivery *delivery = &saying->delivery;
	size_t len = strlen(line);
	uint32_t ref = roll(MODEL_REFS);

	switch (run.world.archive_takes ? roll(4) : 0) {
	case 0:
		snprintf(line + len, size - len, " XDOOR=pipe XQUEUEID=Q%"
		    PRIu32 " XSASL=ann", run.tag);
		if (!trusted)
			return;
		delivery->door = DOOR_PIPE;
		snprintf(delivery->queue_id, sizeof(delivery->queue_id),
		    "Q%" PRIu32, run.tag);
		snprintf(delivery->login, sizeof(delivery->login), "ann");
		return;
	case 1:
		snprintf(line + len, size - len, " XDOOR=imap XDOORREF=box/%"
		    PRIu32 " XSASL=ann", ref);
		if (!trusted)
			return;
		delivery->door = DOOR_IMAP;
		snprintf(delivery->ref, sizeof(delivery->ref), "box/%" PRIu32,
		    ref);
		return;
	case 2:
		snprintf(line + len, size - len, " XREFUSED XDOOR=import"
		    " XDOORREF=gone/%" PRIu32, run.tag);
		if (!trusted)
			return;
		delivery->door = DOOR_IMPORT;
		delivery->refused = true;
		snprintf(delivery->ref, sizeof(delivery->ref),
		    "gone/%" PRIu32, run.tag);
		return;
	default:
		snprintf(line + len, size - len, " XREFUSED");
		if (!trusted)
			return;
		saying->code = 451;
		saying->is_error = true;
	}
}

static void
say_mail(struct talker *talker)
{
	struct saying saying = { .what = SAID_MAIL, .code = 250,
		.delivery.door = DOOR_LMTP };
	struct delivery *delivery = &saying.delivery;
	char line[256];

	run.tag++;
	snprintf(delivery->sender, sizeof(delivery->sender), "s%" PRIu32 "@%s",
	    run.tag, roll(12) == 0 ? "evil.test" : "example.test");
	if (roll(8) == 0)
		delivery->sender[0] = '\0';
	snprintf(line, sizeof(line), "MAIL FROM:<%s>%s", delivery->sender,
	    roll(4) == 0 ? " SIZE=1000 BODY=8BITMIME" : "");
	switch (roll(14)) {
	case 0:
		snprintf(line, sizeof(line), "mail from:<> SIZE=%d",
		    MODEL_MESSAGE_MAX + 1);
		saying.code = 552;
		break;
	case 1:
		snprintf(line, sizeof(line), "MAIL FROM:ann@example.test");
		saying.code = 451;
		saying.is_error = true;
		break;
	case 2:
		snprintf(line, sizeof(line), "MAIL FROM:<ann@x> SIZE=1 WHAT");
		saying.code = 451;
		saying.is_error = true;
		break;
	case 3:
	case 4:
	case 5:
	case 6:
		add_ours(&saying, talker->model.trusted, line, sizeof(line));
		break;
	}
	put(talker, line, strlen(line));
	/* People's programs may end a line with LF alone. */
	if (roll(8) != 0)
		put(talker, "\r", 1);
	put(talker, "\n", 1);
	end_saying(talker, saying);
}

static void
say_rcpt(struct talker *talker)
{
	static const struct {
		const char *recipient;
		int code;
		bool is_error;
		const char *behind;
	} kinds[] = {
		{ "support@help.test", 250, false, "" },
		{ "Support+r2-abc@HELP.test", 250, false, "" },
		{ "\"support+a b\"@help.test", 250, false,
		    " ORCPT=rfc822;u@y NOTIFY=NEVER" },
		{ "nobody@help.test", 550, false, "" },
		{ "old@help.test", 550, false, "" },
		{ "", 451, true, "" },
		{ "support@help.test", 451, true, " WHAT" },
	};
	size_t kind = roll(2) ? 0 : roll(ARRAY_LEN(kinds));
	char line[128];

	snprintf(line, sizeof(line), "RCPT TO:<%s>%s\r\n",
	    kinds[kind].recipient, kinds[kind].behind);
	put(talker, line, strlen(line));
	end_saying(talker, (struct saying){ .what = SAID_RCPT,
		.code = kinds[kind].code, .is_error = kinds[kind].is_error,
		.recipient = kinds[kind].recipient });
}

/* Bytes of a body's wire: line ends, dots, rubbish, and ends that are none. */
static size_t
make_wire(char *to)
{
	static const char *const pieces[] = {
		"\r\n", "\r\n", "\r\n.", "\r\n..", "\n.\n", "\r.\r", "\n.\r\n",
		"\r\n.\n", "\r\n.\r", "\r.\r\n", "\r\r\n", ".", "a", "\xff",
		"MAIL FROM:<b@x>\r\n", "RCPT TO:<support@help.test>\r\n",
		"DATA\r\n", "\n", "\r",
	};
	size_t pieces_count = roll(30), len;
	const char *piece;

	len = (size_t)sprintf(to, "T%" PRIu32 "\r\n", ++run.tag);
	while (pieces_count-- > 0) {
		piece = pieces[roll(ARRAY_LEN(pieces))];
		memcpy(to + len, piece, strlen(piece));
		len += strlen(piece);
		if (roll(20) == 0)
			to[len++] = '\0';
	}
	/* Into a file, or more than is taken. */
	if (run.world.archive_takes && roll(2000) == 0) {
		size_t more = roll(2) == 0 ? BIG + 1 : BIG * 3 / 2;

		memset(to + len, 'x', more);
		len += more;
	}
	return len;
}

/*
 * What a wire carries up to CRLF . CRLF, line by line: *used of its bytes.
 * False when there is no such end.
 */
static bool
read_wire(struct slice wire, char *to, size_t *len, size_t *used)
{
	static const char end[] = "\r\n";
	size_t at = 0, line;
	const char *cr;

	*len = 0;
	for (;;) {
		cr = memmem(wire.data + at, wire.len - at, end, 2);
		if (cr == NULL)
			return false;
		line = (size_t)(cr - (wire.data + at));
		*used = at + line + 2;
		if (line > 0 && wire.data[at] == '.') {
			if (line == 1)
				return true;
			at++;
			line--;
		}
		memcpy(to + *len, wire.data + at, line + 2);
		*len += line + 2;
		at = *used;
	}
}

static void
say_body(struct talker *talker)
{
	static char wire[1 << 20], body[1 << 20];
	struct saying saying = { .what = SAID_BODY };
	size_t len = make_wire(wire), used;

	if (!read_wire(slice_make(wire, len), body, &saying.delivery.size,
		&used)) {
		memcpy(wire + len, "\r\n.\r\n", 5);
		len += 5;
		assert_true(read_wire(slice_make(wire, len), body,
		    &saying.delivery.size, &used));
	}
	saying.delivery.body = model_digest(slice_make(body,
	    saying.delivery.size));
	put(talker, wire, used);
	end_saying(talker, saying);
}

static void
say_long(struct talker *talker)
{
	static char line[LMTP_LINE_MAX + 100];

	memset(line, 'x', sizeof(line));
	memcpy(line, "NOOP ", 5);
	put(talker, line, LMTP_LINE_MAX + roll(90));
	put(talker, "\r\n", 2);
	end_saying(talker, (struct saying){ .what = SAID_LONG });
}

static void
say_other(struct talker *talker)
{
	switch (roll(12)) {
	case 0:
	case 1:
		say(talker, SAID_RSET, "RSET\r\n");
		break;
	case 2:
	case 3:
		say(talker, SAID_NOOP, "NOOP\r\n");
		break;
	case 4:
		say(talker, SAID_VRFY, "VRFY support\r\n");
		break;
	case 5:
		say(talker, SAID_HELP, "help\n");
		break;
	case 6:
		say(talker, SAID_EHLO, "EHLO there\r\n");
		break;
	case 7:
	case 8:
		say(talker, SAID_RUBBISH, roll(2) ? ".\r\n" :
		    "Subject: x\r\n");
		break;
	case 9:
		if (roll(4) == 0)
			say_long(talker);
		break;
	case 10:
		say(talker, SAID_BDAT, "BDAT 3 LAST\r\n");
		break;
	default:
		if (roll(8) == 0)
			say(talker, SAID_QUIT, "QUIT\r\n");
	}
}

/* What was said last, as far as it is known what came of it. */
static enum said
last_said(const struct talker *talker)
{
	const struct model *model = &talker->model;

	if (talker->count > 0)
		return talker->sayings[talker->count - 1].what;
	if (model->in_data)
		return SAID_DATA;
	if (!model->greeted)
		return SAID_QUIT;
	if (model->delivery < 0)
		return SAID_LHLO;
	return run.deliveries.all[model->delivery].recipient_count > 0
	    ? SAID_RCPT : SAID_MAIL;
}

/* What should come next, mostly; behind DATA only what its answer calls for. */
static void
say_something(struct talker *talker)
{
	enum said last = last_said(talker);
	uint32_t which = roll(30);

	if (last == SAID_DATA) {
		if (talker->count == 0)
			say_body(talker);
		return;
	}
	if (last == SAID_QUIT && which < 20)
		say(talker, SAID_LHLO, "LHLO there\r\n");
	else if (which == 29 && roll(3) == 0)
		say(talker, SAID_LHLO, "LHLO again\r\n");
	else if (which >= 27)
		say_other(talker);
	else if (which < 3 || (which < 24 && (last == SAID_LHLO ||
	    last == SAID_RSET || last == SAID_BODY)))
		say_mail(talker);
	else if (which < 12 || last == SAID_MAIL)
		say_rcpt(talker);
	else
		say(talker, SAID_DATA, "DATA\r\n");
}

/* --- what is sent, and what came back ------------------------------------ */

static void
connect_talker(struct talker *talker)
{
	bool other = run.can_be_others && roll(3) == 0;

	if (other)
		assert_int_equal(seteuid(65534), 0);
	talker->fd = inlet_connect(run.inlet);
	if (other)
		assert_int_equal(seteuid(0), 0);
	talker->len = talker->sent = talker->count = talker->heard = 0;
	memset(&talker->model, 0, sizeof(talker->model));
	talker->model.trusted = !other;
	talker->model.delivery = -1;
	model_say(&talker->model, 220, -1);
}

/* Nobody will hear what became of what was sent. */
static void
hang_up(struct talker *talker)
{
	const struct model *model = &talker->model;

	for (size_t i = 0; i < model->due_count; i++) {
		const struct answer *answer = &model->due[i];
		struct delivery *delivery;

		if (answer->delivery < 0)
			continue;
		delivery = &run.deliveries.all[answer->delivery];
		if (delivery->fate == FATE_SENT)
			delivery->fate = FATE_MAYBE;
	}
	close(talker->fd);
	talker->fd = -1;
}

/* The model hears of what is complete. */
static void
tell_model(struct talker *talker)
{
	while (talker->heard < talker->count && !talker->model.closed &&
	    talker->sayings[talker->heard].end <= talker->sent)
		model_hear(&talker->model, &run.deliveries, &run.world,
		    &talker->sayings[talker->heard++]);
	if (talker->heard == talker->count && talker->sent == talker->len)
		talker->len = talker->sent = talker->count = talker->heard = 0;
}

static void
send_some(struct talker *talker)
{
	size_t left = talker->len - talker->sent;
	size_t len = left;
	ssize_t n;

	if (left == 0)
		return;
	if (roll(3) == 0)
		len = 1 + roll((uint32_t)1 << roll(12));
	if (len > left)
		len = left;
	n = send(talker->fd, talker->wire + talker->sent, len, MSG_NOSIGNAL);
	if (n > 0)
		talker->sent += (size_t)n;
	else if (errno != EAGAIN && errno != EPIPE)
		fail_msg("send: errno %d", errno);
	tell_model(talker);
}

static void
take_answer(struct talker *talker, const struct answer *answer,
    struct slice line)
{
	struct delivery *delivery;
	const char *id;
	bool is_known;
	int code = (int)strtol(line.data, NULL, 10);

	is_known = memmem(line.data, line.len, "(known)", 7) != NULL;
	assert_case_int(where(talker), code, answer->code);
	if (answer->delivery < 0 || code != 250)
		return;
	delivery = &run.deliveries.all[answer->delivery];
	assert_case_true(where(talker), !is_known || delivery->ref[0] != '\0');
	run.known += is_known;
	id = memmem(line.data, line.len, "msg=", 4);
	assert_non_null(id);
	delivery->id = strtoll(id + 4, NULL, 10);
	run.messages += delivery->fate != FATE_ACCEPTED;
	delivery->fate = FATE_ACCEPTED;
}

/* All that is due has been said, and nothing else. */
static void
compare(struct talker *talker, bool has_ended)
{
	static char said[1 << 19];
	struct model *model = &talker->model;
	struct slice rest, line;
	size_t len = 0, heard = 0;
	ssize_t n;

	while ((n = recv(talker->fd, said + len, sizeof(said) - len, 0)) > 0)
		len += (size_t)n;
	rest = slice_make(said, len);
	while (slice_line(&rest, &line)) {
		assert_case_true(where(talker), line.len > 3);
		if (line.data[3] == '-')
			continue;
		if (heard == model->due_count)
			assert_case_slice(where(talker), line, SLICE(""));
		take_answer(talker, &model->due[heard++], line);
	}
	if (has_ended) {
		memmove(model->due, model->due + heard,
		    (model->due_count - heard) * sizeof(model->due[0]));
		model->due_count -= heard;
		hang_up(talker);
		return;
	}
	assert_case_int(where(talker), heard, model->due_count);
	model->due_count = 0;
	assert_case_true(where(talker), model->closed == (n == 0 ||
	    errno == ECONNRESET));
	if (model->closed)
		hang_up(talker);
}

static bool
all_is_read(void)
{
	int left;

	for (size_t i = 0; i < TALKERS; i++)
		if (run.talkers[i].fd >= 0 &&
		    ioctl(run.talkers[i].fd, SIOCOUTQ, &left) == 0 && left > 0)
			return false;
	return true;
}

/* False when the intake has ended. */
static bool
settle(void)
{
	struct fail why = FAIL_INIT;
	int got, idle = 0;

	while (idle < 5) {
		got = intake_step(run.inlet->intake, run.inlet->now, 0, &why);
		if (got < 0)
			return false;
		idle = got == 0 && all_is_read() ? idle + 1 : 0;
	}
	return true;
}

/* --- the world ----------------------------------------------------------- */

static void
open_again(void)
{
	struct inlet *inlet = run.inlet;

	run.world.is_open = false;
	intake_close(inlet->intake);
	inlet_ok(intake_open(&inlet->intake, &inlet->conf, &inlet->role, why));
}

static void
end_all(int code, bool then_opens)
{
	for (size_t i = 0; i < TALKERS; i++) {
		struct talker *talker = &run.talkers[i];

		if (talker->fd < 0)
			continue;
		if (code != 0)
			model_close(&talker->model, code);
		talker->model.closed = true;
	}
	if (then_opens)
		open_again();
	assert_true(settle());
	for (size_t i = 0; i < TALKERS; i++)
		if (run.talkers[i].fd >= 0)
			compare(&run.talkers[i], false);
	run.ends++;
}

static void
move_file(const char *from, const char *to)
{
	char a[PATH_MAX + 8], b[PATH_MAX + 8];
	static const char *const parts[] = { "", "-wal", "-shm" };

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		snprintf(a, sizeof(a), "%s%s", from, parts[i]);
		snprintf(b, sizeof(b), "%s%s", to, parts[i]);
		assert_true(rename(a, b) == 0 || errno == ENOENT);
	}
}

static void
change_desk(void)
{
	const struct inlet *inlet = run.inlet;
	char aside[PATH_MAX];

	case_path(aside, inlet->folder, "aside.db");
	if (!run.world.desk_reads) {
		unlink(inlet->desk_path);
		move_file(aside, inlet->desk_path);
	} else {
		move_file(inlet->desk_path, aside);
		if (roll(2) == 0)
			case_put(inlet->desk_path, SLICE("but bytes"), 0600);
	}
	run.world.desk_reads = !run.world.desk_reads;
	run.world.is_open = false;
}

/*
 * SQLite's writing, and only that: bodies on their way are written with others.
 * A disk that is full is a matter of waiting, and no end of the role.
 */
static bool disk_is_full;

ssize_t
pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
	if (!disk_is_full)
		return (ssize_t)syscall(SYS_pwrite64, fd, bytes, len, at);
	errno = ENOSPC;
	return -1;
}

static void
limit_files(rlim_t size)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = size == 0 ? limit.rlim_max : size;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/*
 * Whether something is on its way that may be known already, for which nothing
 * needs to be written, or that needs a file of its own.
 */
static bool
awaits_exception(void)
{
	for (size_t i = 0; i < TALKERS; i++) {
		const struct talker *talker = &run.talkers[i];

		if (talker->fd < 0)
			continue;
		if (talker->model.delivery >= 0 && run.deliveries.all[
		    talker->model.delivery].door == DOOR_IMAP)
			return true;
		for (size_t j = talker->heard; j < talker->count; j++)
			if (talker->sayings[j].delivery.door == DOOR_IMAP ||
			    talker->sayings[j].delivery.size > BIG)
				return true;
	}
	return false;
}

/* Something that befalls everybody; no byte is on its way. */
static void
befall(void)
{
	struct inlet *inlet = run.inlet;

	run.step++;
	switch (roll(12)) {
	case 0:
		inlet->now += 400 * 1000;
		end_all(421, false);
		break;
	case 1:
		intake_stop(inlet->intake);
		end_all(421, true);
		break;
	case 2:
		end_all(0, true);
		break;
	case 3:
	case 4:
		change_desk();
		break;
	case 5:
	case 6:
	case 7:
		/* Even to open a database to read, a file must grow. */
		run.world.archive_takes = !run.world.is_open ||
		    awaits_exception();
		run.world.archive_fails = !run.world.archive_takes &&
		    roll(3) == 0;
		break;
	default:
		inlet->now += 1000;
	}
}

/* --- one round, and the end ---------------------------------------------- */

static void
talk(struct talker *talker)
{
	if (talker->fd < 0) {
		if (roll(2) == 0)
			connect_talker(talker);
		return;
	}
	for (uint32_t bursts = 1 + roll(3); bursts > 0; bursts--) {
		if (talker->model.closed)
			return;
		if (talker->sent == talker->len)
			for (uint32_t n = 1 + roll(6); n > 0; n--)
				say_something(talker);
		send_some(talker);
	}
	if (roll(100) == 0) {
		hang_up(talker);
		run.aborts++;
	}
}

static void
round_of_talks(void)
{
	bool lives;

	if (roll(15) == 0)
		befall();
	for (size_t i = 0; i < TALKERS; i++)
		if (roll(4) != 0)
			talk(&run.talkers[i]);
	disk_is_full = !run.world.archive_takes && !run.world.archive_fails;
	if (run.world.archive_fails)
		limit_files(1);
	lives = settle();
	assert_true(lives || run.world.archive_fails);
	limit_files(0);
	disk_is_full = false;
	run.world.archive_takes = true;
	run.world.archive_fails = false;
	for (size_t i = 0; i < TALKERS; i++)
		if (run.talkers[i].fd >= 0)
			compare(&run.talkers[i], !lives);
	if (!lives) {
		run.ends++;
		open_again();
	}
}

static void
compare_delivery(const struct delivery *delivery, int64_t id,
    const struct envelope *envelope, struct slice raw)
{
	char name[64];

	snprintf(name, sizeof(name), "message %" PRId64 " by step %zu", id,
	    run.step);
	assert_case_int(name, delivery->id, id);
	assert_case_slice(name, envelope->sender, slice_of(delivery->sender));
	assert_case_int(name, envelope->door, delivery->door);
	assert_case_slice(name, envelope->door_ref, slice_of(delivery->ref));
	assert_case_slice(name, envelope->queue_id,
	    slice_of(delivery->queue_id));
	assert_case_slice(name, envelope->sasl_username,
	    slice_of(delivery->login));
	assert_case_int(name, envelope->recipient_count,
	    delivery->recipient_count);
	for (size_t i = 0; i < delivery->recipient_count; i++)
		assert_case_slice(name, envelope->recipients[i],
		    slice_of(delivery->recipients[i]));
	assert_case_int(name, raw.len, delivery->size);
	if (!delivery->refused)
		assert_case_true(name, model_digest(raw) == delivery->body);
}

/*
 * The delivery that a row came from: acknowledged with its id, or sent to the
 * end by somebody who left.
 */
static struct delivery *
find_delivery(int64_t id, const struct envelope *envelope, struct slice raw)
{
	struct delivery *found = NULL;
	uint64_t body = model_digest(raw);

	for (size_t i = 0; i < run.deliveries.count; i++) {
		struct delivery *delivery = &run.deliveries.all[i];
		bool is_same = delivery->refused
		    ? slice_eq(envelope->door_ref, slice_of(delivery->ref))
		    : raw.len == delivery->size && body == delivery->body;

		if (is_same && delivery->fate == FATE_ACCEPTED &&
		    delivery->id == id)
			return delivery;
		if (is_same && delivery->fate == FATE_MAYBE)
			found = delivery;
	}
	return found;
}

/* What was acknowledged is there, what was not is not, and all is as it was. */
static void
compare_archive(void)
{
	struct inlet *inlet = run.inlet;
	struct archive *archive;
	struct arena arena = ARENA_INIT;
	int64_t last;
	bool *is_there;

	for (size_t i = 0; i < TALKERS; i++)
		if (run.talkers[i].fd >= 0)
			hang_up(&run.talkers[i]);
	inlet_ok(archive_open(&archive, inlet->archive_path, DB_READ, why));
	inlet_ok(archive_last(archive, &last, why));
	is_there = calloc((size_t)last + 1, sizeof(*is_there));
	for (int64_t id = 1; id <= last; id++) {
		struct envelope envelope;
		struct slice raw;
		struct delivery *delivery;
		struct fail why = FAIL_INIT;
		int got = archive_read(archive, id, &arena, &envelope, &raw,
		    &why);

		assert_true(got >= 0);
		if (got == 0)
			continue; /* it was rolled back */
		is_there[id] = true;
		delivery = find_delivery(id, &envelope, raw);
		if (delivery == NULL)
			fail_msg("message %" PRId64 " was never accepted", id);
		delivery->id = id;
		compare_delivery(delivery, id, &envelope, raw);
		arena_free(&arena);
	}
	for (size_t i = 0; i < run.deliveries.count; i++)
		if (run.deliveries.all[i].fate == FATE_ACCEPTED &&
		    (run.deliveries.all[i].id > last ||
			!is_there[run.deliveries.all[i].id]))
			fail_msg("message %" PRId64 " is lost",
			    run.deliveries.all[i].id);
	free(is_there);
	archive_close(archive);
	run.deliveries.count = 0;
}

static void
test_intake_model_random_talks(void **state)
{
	const char *asked = getenv("MAILDESK_STEPS");
	const char *seed = getenv("MAILDESK_SEED");
	size_t steps = asked == NULL ? STEPS_DEFAULT :
				       strtoul(asked, NULL, 10);

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	random_state = seed == NULL ? SEED : strtoull(seed, NULL, 10) | 1;
	run.can_be_others = geteuid() == 0;
	for (size_t i = 0; i < TALKERS; i++) {
		run.talkers[i].wire = malloc(WIRE_MAX);
		assert_non_null(run.talkers[i].wire);
	}
	while (run.step < steps) {
		size_t until = run.step + STEPS_OF_ARCHIVE;
		void *inlet = NULL;

		inlet_setup(&inlet);
		run.inlet = inlet;
		run.inlet->conf.max_recipients = MODEL_RECIPIENTS;
		run.inlet->conf.max_message = MODEL_MESSAGE_MAX;
		run.inlet->conf.socket_mode = 0666;
		assert_int_equal(chmod(run.inlet->folder, 0755), 0);
		open_again();
		run.world = (struct world){ true, true, false, false };
		for (size_t i = 0; i < TALKERS; i++)
			run.talkers[i].fd = -1;
		while (run.step < until && run.step < steps)
			round_of_talks();
		compare_archive();
		inlet_teardown(&inlet);
	}
	print_message("%zu steps, %zu messages, %zu known again, %zu talks"
	    " broken off, %zu ends of the intake or of everybody's time\n",
	    run.step, run.messages, run.known, run.aborts, run.ends);
	/* The dice come everywhere. */
	assert_true(run.messages > steps / 30);
	assert_true(run.aborts > steps / 2000);
	for (size_t i = 0; i < TALKERS; i++)
		free(run.talkers[i].wire);
	free(run.deliveries.all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_intake_model_random_talks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
