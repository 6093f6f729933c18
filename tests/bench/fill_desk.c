/*
 * Fills a desk with tickets that were dealt with long ago, each with a mail in
 * the archive, what became of it, an answer and a letter.  Only the store's own
 * functions write, in transactions so large that a million tickets take minutes.
 */
#include <inttypes.h>

#include "app/desk.h"
#include "base/text.h"
#include "bench.h"
#include "store/archive.h"
#include "store/departments.h"
#include "store/entries.h"
#include "store/filings.h"
#include "store/organizations.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/search.h"
#include "store/tickets.h"

#define LONG_AGO 1500000000 /* when the first ticket came */
#define TICKETS_EACH 20	    /* of a user, unless another number is given */
#define MEMBERS 5	    /* of an organization */
#define GROUP 100000	    /* tickets in a transaction */
#define WORDS 20000
#define AGENT 1		    /* who was made first */
#define TEXT_WORDS 40

struct filler {
	struct desk	 desk;
	struct archive	*archive;
	struct department department;
	struct arena	 arena; /* of one ticket */
	uint64_t	 luck;
	int64_t		 each; /* tickets of a user */
	int64_t		 organization; /* the last one */
	struct fail	 why;
};

#define OK(call) \
	do { \
		if ((call) < 0) \
			errx(1, "%s: %s", #call, filler->why.text); \
	} while (0)

/* The same every time (Knuth's MMIX). */
static double
draw(struct filler *filler)
{
	filler->luck = filler->luck * 6364136223846793005u +
	    1442695040888963407u;
	return (double)(filler->luck >> 11) / (double)(UINT64_C(1) << 53);
}

/* A few words are in every mail, most are rare. */
static struct slice
words(struct filler *filler, int count)
{
	struct text	text = TEXT_IN(&filler->arena);
	double		x;
	long		word;

	for (int i = 0; i < count; i++) {
		x = draw(filler);
		text_add_string(&text, i == 0 ? "" : " ");
		for (word = (long)(WORDS * x * x * x * x); word >= 0;
		     word = word / 21 - 1) {
			text_add_char(&text, "bcdfghjklmnpqrstvwxyz"[word % 21]);
			text_add_char(&text, "aeiou"[word % 5]);
		}
	}
	return text_slice(&text);
}

/* A random digest would do; this one is the same every time. */
static struct slice
digest(struct filler *filler, const char *what, int64_t number)
{
	unsigned char *to = arena_alloc(&filler->arena, SECRET_DIGEST_SIZE);

	secret_digest(arena_format(&filler->arena, "%s %" PRId64, what, number),
	    to);
	return slice_make(to, SECRET_DIGEST_SIZE);
}

/* Its date in front, as in a mail's. */
static struct slice
identity(struct filler *filler, int64_t number)
{
	struct slice	 hash = digest(filler, "identity", number);
	unsigned char	*to = (unsigned char *)(uintptr_t)hash.data;
	int64_t		 date = LONG_AGO + number;

	for (int i = 0; i < 4; i++)
		to[i] = (unsigned char)(date >> (24 - 8 * i));
	return hash;
}

static struct slice
message_id(struct filler *filler, const char *what, int64_t number)
{
	struct slice hash = digest(filler, what, number);

	return arena_format(&filler->arena, "%08x.%" PRId64 "@long.ago",
	    (unsigned char)hash.data[0] << 24 | (unsigned char)hash.data[1] << 16 |
	    (unsigned char)hash.data[2] << 8 | (unsigned char)hash.data[3],
	    number);
}

/* Five people each, of whom the first manages. */
static void
join(struct filler *filler, int64_t user, int64_t person_id)
{
	bool			 first = user % MEMBERS == 0;
	struct organization	 organization = { .created_at = LONG_AGO };

	if (first) {
		organization.name = arena_format(&filler->arena,
		    "Org %" PRId64, user / MEMBERS);
		OK(organizations_add(filler->desk.db, &organization,
		    &filler->why));
		filler->organization = organization.id;
	}
	OK(belongings_set(filler->desk.db, person_id, filler->organization,
	    first ? ORGANIZATION_ROLE_MANAGER : ORGANIZATION_ROLE_MEMBER,
	    "hand", LONG_AGO, &filler->why));
}

/* The user of this ticket, made with the first one. */
static int64_t
user_of(struct filler *filler, int64_t number)
{
	int64_t		user = number / filler->each;
	struct person	person = { .created_at = LONG_AGO,
			    .created_door = DOOR_LMTP };
	struct person	found;
	struct address	address;
	struct slice	given;
	int		got;

	given = arena_format(&filler->arena, "user%" PRId64
	    "@client%" PRId64 ".example", user, user % 5000);
	got = people_by_identity(filler->desk.db, given, &filler->arena,
	    &found, &address, &filler->why);
	OK(got);
	if (got == 1)
		return found.id;
	person.name = arena_format(&filler->arena, "User %" PRId64, user);
	OK(people_add(filler->desk.db, &person, given, given, 0,
	    &filler->why));
	join(filler, user, person.id);
	return person.id;
}

static int64_t
archive_mail(struct filler *filler, int64_t at, struct slice text)
{
	struct slice	recipients[1] = { filler->department.address };
	struct slice	originals[1] = { SLICE_EMPTY };
	struct envelope	envelope = { .door = DOOR_LMTP, .at = at,
			    .recipients = recipients, .originals = originals,
			    .recipient_count = 1 };
	int64_t		id = 0;

	OK(archive_put(filler->archive, &envelope, text, -1, 0, &id,
	    &filler->why));
	return id;
}

static void
add_letter(struct filler *filler, const struct ticket *ticket,
    const struct entry *entry)
{
	struct db		*db = filler->desk.db;
	struct outbox_row	 row = {
		.event = SLICE("acknowledge"), .ticket_id = ticket->id,
		.entry_id = entry->id, .person_id = ticket->user_id,
		.address = SLICE("user@client.example"),
		.from_name = SLICE("Help desk"),
		.from_address = filler->department.address,
		.submitted = SLICE("replied"), .subject = ticket->subject,
		.state = LETTER_STATE_SENT, .created_at = entry->at,
		.due_at = entry->at, .expires_at = entry->at + 86400,
	};

	OK(outbox_next_id(db, &row.id, &filler->why));
	row.message_id = message_id(filler, "letter", row.id);
	row.text = words(filler, 2 * TEXT_WORDS);
	row.shape = SLICE("en p1");
	OK(outbox_put(db, &row, &filler->why));
}

static void
add_ticket(struct filler *filler, int64_t number)
{
	struct db	*db = filler->desk.db;
	struct ticket	 ticket = {
		.subject = words(filler, 4),
		.status = number % 50 == 0 ? TICKET_OPEN : TICKET_CLOSED,
		.priority = PRIORITY_NORMAL,
		.department_id = filler->department.id,
		.user_id = user_of(filler, number),
		.created_at = LONG_AGO + number, .changed_at = LONG_AGO + number,
	};
	struct entry	 entry = {
		.kind = ENTRY_MESSAGE, .person_id = ticket.user_id,
		.at = ticket.created_at, .door = DOOR_LMTP,
		.message_id = message_id(filler, "mail", number),
		.identity = identity(filler, number),
		.class = SLICE("human"), .text = words(filler, TEXT_WORDS),
	};
	struct entry	 reply = { .kind = ENTRY_REPLY, .person_id = AGENT,
			    .at = ticket.created_at, .door = DOOR_LMTP,
			    .text = words(filler, 8) };
	struct filing	 filing = { .state = FILING_FILED,
			    .class = entry.class, .at = entry.at,
			    .digest = digest(filler, "raw", number),
			    .record = SLICE("classify\tclass\thuman\n") };

	OK(tickets_add(db, &ticket, &filler->why));
	entry.ticket_id = reply.ticket_id = ticket.id;
	entry.new_text = entry.text;
	reply.new_text = reply.text;
	entry.archive_id = archive_mail(filler, entry.at, entry.text);
	OK(entries_add(db, &entry, &filler->why));
	OK(entries_add(db, &reply, &filler->why));
	add_letter(filler, &ticket, &entry);
	filing.archive_id = entry.archive_id;
	filing.entry_id = entry.id;
	filing.ticket_id = ticket.id;
	OK(filings_put(db, &filing, &filler->why));
}

/* All that a transaction changes should fit into memory. */
static void
begin(struct filler *filler, struct db *db)
{
	OK(db_begin(db, &filler->why));
	OK(db_script(db, "PRAGMA cache_size = -500000", &filler->why));
}

/* As many nights without mail do it. */
static void
tidy(struct filler *filler)
{
	struct db *db = filler->desk.db;

	int	   got = 1;

	while (got > 0) {
		OK(db_begin(db, &filler->why));
		got = search_fill(db, &filler->why);
		OK(got);
		OK(db_commit(db, &filler->why));
	}
	for (int i = 0; i < 1000; i++) {
		OK(db_begin(db, &filler->why));
		OK(search_tidy(db, &filler->why));
		OK(db_commit(db, &filler->why));
	}
}

/* The tickets from `from` to below `to`. */
static void
fill(struct filler *filler, int64_t from, int64_t to)
{
	struct db *archive = archive_db(filler->archive);

	begin(filler, archive);
	begin(filler, filler->desk.db);
	for (int64_t i = from; i < to; i++) {
		add_ticket(filler, i);
		arena_reset(&filler->arena);
	}
	OK(db_commit(archive, &filler->why));
	OK(db_commit(filler->desk.db, &filler->why));
	fprintf(stderr, "%" PRId64 " tickets\n", to);
}

int
main(int argc, char **argv)
{
	struct filler	 room = { .why = FAIL_INIT, .luck = 1 };
	struct filler	*filler = &room;
	struct arena	 arena = ARENA_INIT;
	struct conf	 conf;
	int64_t		 count;

	if (argc != 3 && argc != 4)
		errx(2, "usage: fill_desk CONF TICKETS [TICKETS_EACH]");
	room.each = argc == 4 ? bench_number(argv[3], "TICKETS_EACH")
			      : TICKETS_EACH;
	count = bench_number(argv[2], "TICKETS");
	OK(conf_load(argv[1], &arena, &conf, &filler->why));
	OK(desk_open(&filler->desk, &conf, DB_WRITE, false, &filler->why));
	OK(archive_open(&filler->archive, conf.archive_path, DB_WRITE,
	    &filler->why));
	if (departments_default(filler->desk.db, &arena, &filler->department,
	    &filler->why) != 1)
		errx(1, "the desk needs a department");
	for (int64_t i = 0; i < count; i += GROUP)
		fill(filler, i, i + GROUP < count ? i + GROUP : count);
	tidy(filler);
	/* After it the log of the last group need not be read again. */
	fill(filler, count, count + 1);
	archive_close(filler->archive);
	desk_close(&filler->desk);
	arena_free(&filler->arena);
	arena_free(&arena);
	return 0;
}
