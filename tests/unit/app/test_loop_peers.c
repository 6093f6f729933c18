/*
 * Twelve who answer mail without reading it, for thirty days: for each act of a
 * person the desk writes by itself a few letters, and then no more.
 */
#include "loop_peers.h"

#include "base/log.h"

#define AUTOMATIC_MAX 4 /* for each act of a person */
#define PARTIES_MAX 1200
#define PENDING_MAX 16000
#define DAYS_DEFAULT 30
#define RUNS_DEFAULT 12

struct pending {
	int64_t at;
	char *bytes;
	size_t len;
	char recipient[128], sender[64];
};

static struct simulation {
	struct line line;
	struct party parties[PARTIES_MAX];
	size_t party_count;
	struct pending pending[PENDING_MAX];
	size_t pending_count;
	int64_t letter_seen, end;
	uint64_t dice;
} sim;

static uint32_t
dice(uint32_t below)
{
	sim.dice ^= sim.dice >> 12;
	sim.dice ^= sim.dice << 25;
	sim.dice ^= sim.dice >> 27;
	return (uint32_t)((sim.dice * UINT64_C(2685821657736338717)) >> 33) %
	    below;
}

static size_t
asked(const char *name, size_t fallback)
{
	const char *value = getenv(name);

	return value == NULL ? fallback : strtoul(value, NULL, 10);
}

static void
later(int64_t at, struct slice bytes, const char *recipient,
    const char *sender)
{
	struct pending *pending = &sim.pending[sim.pending_count];

	if (at > sim.end)
		return;
	assert_true(sim.pending_count < PENDING_MAX);
	sim.pending_count++;
	*pending = (struct pending){ .at = at, .len = bytes.len,
		.bytes = malloc(bytes.len) };
	assert_non_null(pending->bytes);
	memcpy(pending->bytes, bytes.data, bytes.len);
	snprintf(pending->recipient, sizeof(pending->recipient), "%s",
	    recipient);
	snprintf(pending->sender, sizeof(pending->sender), "%s", sender);
}

/* What the owner of the address writes: a person, with something to say. */
static void
seed(struct party *party, int64_t at, int n)
{
	struct text text = TEXT_IN(&sim.line.arena);

	text_add_format(&text, "From: Kim <%s>\nTo: <support@help.test>\n"
	    "Subject: Question %d\nMessage-ID: <q%d@%s>\n\nHow does number %d"
	    " work?\n", party->address, n, n, party->domain, n);
	party->seeds++;
	later(at, text_slice(&text), "support@help.test", party->address);
}

static struct party *
party_of(struct slice address)
{
	for (size_t i = 0; i < sim.party_count; i++)
		if (slice_eq(address, slice_of(sim.parties[i].address)))
			return &sim.parties[i];
	return NULL;
}

/* An agent answers now and then; that is an act of a person, too. */
static void
agent_reads(const struct outbox_row *letter)
{
	struct ticket ticket = line_ticket(&sim.line, letter->ticket_id);
	struct address address = { 0 };
	struct party *party;
	struct text text = TEXT_IN(&sim.line.arena);

	line_ok(people_primary_address(sim.line.desk.db, ticket.user_id,
	    &sim.line.arena, &address, why));
	party = party_of(address.identity);
	if (party == NULL || !slice_eq(letter->event, SLICE("new-ticket")) ||
	    dice(4) != 0)
		return;
	text_add_format(&text, "From: Anna Agent <anna@help.test>\n"
	    "To: <%.*s>\nSubject: Re: %.*s\nMessage-ID: <r%" PRId64
	    "@help.test>\nIn-Reply-To: <%.*s>\n\nLike this.\n",
	    SLICE_ARG(letter->reply_to), SLICE_ARG(letter->subject),
	    letter->id, SLICE_ARG(letter->message_id));
	party->seeds++;
	later(clock_now() + 600 + dice(2 * HOURS), text_slice(&text),
	    arena_string(&sim.line.arena, letter->reply_to), "anna@help.test");
}

static void
letter_goes(const struct outbox_row *letter)
{
	struct party *party = party_of(letter->address);
	struct text text = TEXT_IN(&sim.line.arena);
	const char *recipient, *sender;

	if (party == NULL) {
		if (slice_eq(letter->address, SLICE("anna@help.test")))
			agent_reads(letter);
		return;
	}
	if (!slice_eq(letter->submitted, SLICE("person")))
		party->automatic++;
	if (peer_answer(party, letter, letter->due_at, &sim.line.arena, &text,
		&recipient, &sender))
		later(letter->due_at + party->peer->delay, text_slice(&text),
		    recipient, sender);
}

static void
read_letters(void)
{
	struct outbox_row row;
	int got;

	for (;;) {
		line_ok(got = outbox_get(sim.line.desk.db, sim.letter_seen + 1,
		    &sim.line.arena, &row, why));
		if (got == 0)
			return;
		sim.letter_seen++;
		letter_goes(&row);
	}
}

static void
deliver(size_t n)
{
	struct pending mail = sim.pending[n];

	sim.pending[n] = sim.pending[--sim.pending_count];
	if (mail.at > clock_now())
		clock_set(mail.at);
	line_put(&sim.line, mail.sender, mail.recipient,
	    slice_make(mail.bytes, mail.len));
	free(mail.bytes);
	line_file(&sim.line);
	read_letters();
	arena_reset(&sim.line.arena);
}

static void
add_parties(size_t runs, int64_t days)
{
	for (size_t p = 1; p < PEERS; p++)
		for (size_t r = 0; r < runs; r++) {
			struct party *party =
			    &sim.parties[sim.party_count++];

			assert_true(sim.party_count <= PARTIES_MAX);
			*party = (struct party){ .peer = &peers[p],
				.is_stripped = r % 3 == 2 };
			snprintf(party->domain, sizeof(party->domain),
			    "p%zu-r%zu.test", p, r);
			snprintf(party->address, sizeof(party->address),
			    "kim@p%zu-r%zu.test", p, r);
			/* A question a week, and none without its loop. */
			for (int64_t day = 0; day < days; day += 7)
				seed(party, LINE_START + day * DAYS +
				    dice(2 * DAYS), (int)day + 1);
		}
}

static void
print_table(size_t runs)
{
	print_message("%-16s %6s %6s %10s %10s\n", "peer", "runs", "acts",
	    "automatic", "most/act");
	for (size_t p = 1; p < PEERS; p++) {
		int acts = 0, automatic = 0;
		double most = 0;

		for (size_t i = 0; i < sim.party_count; i++) {
			const struct party *party = &sim.parties[i];
			double each = (double)party->automatic / party->seeds;

			if (party->peer != &peers[p])
				continue;
			acts += party->seeds;
			automatic += party->automatic;
			most = each > most ? each : most;
		}
		print_message("%-16s %6zu %6d %10d %10.2f\n", peers[p].name,
		    runs, acts, automatic, most);
	}
}

static void
test_loop_peers_fall_silent(void **state)
{
	size_t runs = asked("MAILDESK_RUNS", RUNS_DEFAULT);
	int64_t days = (int64_t)asked("MAILDESK_DAYS", DAYS_DEFAULT);
	size_t next;

	(void)state;
	sim.dice = asked("MAILDESK_SEED", 1) * 2 + 1;
	line_open(&sim.line);
	sim.end = LINE_START + days * DAYS;
	add_parties(runs, days);
	while (sim.pending_count > 0) {
		next = 0;
		for (size_t i = 1; i < sim.pending_count; i++)
			if (sim.pending[i].at < sim.pending[next].at)
				next = i;
		deliver(next);
	}
	print_table(runs);
	for (size_t i = 0; i < sim.party_count; i++) {
		const struct party *party = &sim.parties[i];

		if (party->automatic > AUTOMATIC_MAX * party->seeds)
			fail_msg("%s%s at %s got %d automatic letters for %d"
			    " acts of people", party->peer->name,
			    party->is_stripped ? " without its marks" : "",
			    party->address, party->automatic, party->seeds);
	}
	line_close(&sim.line);
}

/* --- two maildesks --------------------------------------------------------------- */

struct side {
	struct line line;
	int64_t seen;
	const char *other; /* the other one's department */
	int automatic;
};

/* A gateway that takes away what it does not know, and threads with it. */
static struct slice
strip(struct slice letter, struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	struct slice line;
	bool in_header = true, drops = false;

	while (slice_line(&letter, &line)) {
		if (in_header && line.len > 0 && line.data[0] != ' ')
			drops = slice_starts(line, SLICE("X-")) ||
			    slice_starts(line, SLICE("Auto-Submitted")) ||
			    slice_starts(line, SLICE("References")) ||
			    slice_starts(line, SLICE("In-Reply-To")) ||
			    slice_starts(line, SLICE("Message-ID"));
		if (slice_trim(line).len == 0)
			in_header = false;
		if (in_header && drops)
			continue;
		text_add(&text, line);
		text_add_char(&text, '\n');
	}
	return text_slice(&text);
}

/* All that one has written to the other; how many mails that was. */
static int
carry(struct side *from, struct side *to, bool strips)
{
	struct line *line = &from->line;
	struct outbox_row row;
	int got, carried = 0;
	size_t missing;

	for (;;) {
		struct text bytes = TEXT_IN(&line->arena);
		struct slice mail;

		line_ok(got = outbox_get(line->desk.db, from->seen + 1,
		    &line->arena, &row, why));
		if (got == 0)
			return carried;
		from->seen++;
		if (!slice_eq(row.address, slice_of(from->other)))
			continue;
		from->automatic += !slice_eq(row.submitted, SLICE("person"));
		line_ok(sender_letter(&line->desk, &row, SLICE_EMPTY,
		    &line->arena, &bytes, &missing, why));
		mail = strips ? strip(text_slice(&bytes), &line->arena)
			      : text_slice(&bytes);
		line_put(&to->line, strips ? "gateway@mid.test"
		    : arena_string(&line->arena, row.return_path),
		    from->other, mail);
		carried++;
	}
}

static void
test_loop_desks_fall_silent(void **state)
{
	static struct side a, b;

	(void)state;
	for (int strips = 0; strips < 2; strips++) {
		int mails = 0, more = 1;

		a = (struct side){ .other = "support@other.test" };
		b = (struct side){ .other = "support@help.test" };
		line_open_at(&a.line, "help.test");
		line_open_at(&b.line, "other.test");
		line_mail(&a.line, "Other desk <support@other.test>",
		    "support@help.test", "Question", "", "Do you work?");
		for (int turn = 0; turn < 2000 && more > 0; turn++) {
			clock_set(clock_now() + 120);
			more = carry(&a, &b, strips);
			line_file(&b.line);
			more += carry(&b, &a, strips);
			line_file(&a.line);
			mails += more;
		}
		print_message("maildesk %-20s %d mails, %d and %d automatic\n",
		    strips ? "without its marks:" : "and maildesk:", mails,
		    a.automatic, b.automatic);
		assert_true(a.automatic <= AUTOMATIC_MAX);
		assert_true(b.automatic <= AUTOMATIC_MAX);
		assert_int_equal(more, 0);
		line_close(&b.line);
		line_close(&a.line);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_loop_peers_fall_silent),
		cmocka_unit_test(test_loop_desks_fall_silent),
	};

	log_set_level(LOG_LEVEL_ERROR);
	/* What is written need not survive: memory is quicker than a disk. */
	if (getenv("TMPDIR") == NULL && access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
