/* Passwords: the letter that may set one, and what it is compared with. */
#include "app/password_link.h"

#include "app/lone_letter.h"
#include "desk/password_rule.h"
#include "desk/token.h"
#include "store/changes.h"
#include "store/counters.h"
#include "store/departments.h"
#include "store/outbox.h"
#include "store/passwords.h"
#include "store/people.h"
#include "store/profiles.h"

#define HOUR 3600
#define DAY 86400
#define LOGIN_WINDOW 900

static struct slice
key_of(int64_t person_id, struct arena *arena)
{
	return arena_format(arena, "%lld", (long long)person_id);
}

/* --- asking --------------------------------------------------------------------- */

/* Counts it, too. */
static int
expect_few(struct desk *desk, int64_t person_id, int64_t now,
    struct arena *arena, struct fail *why)
{
	struct slice key = key_of(person_id, arena);
	int64_t seen;

	if (counters_since(desk->db, "password", key, now - DAY, &seen,
		why) < 0)
		return -1;
	if (seen >= desk->conf->password_letters)
		return fail_set(why, FAIL_REFUSE, "user %lld had %lld letters"
		    " about a password today: password.letters_per_day",
		    (long long)person_id, (long long)seen);
	return counters_add(desk->db, "password", key, now, why);
}

static int
put_letter(struct desk *desk, const struct person *person,
    const struct address *address, int64_t now, struct arena *arena,
    int64_t *id, struct fail *why)
{
	struct department department;
	const struct template_value values[] = {
		{ "hours", arena_format(arena, "%lld",
				(long long)desk->conf->password_hours) },
	};
	const struct lone_letter letter = { .event = LETTER_PASSWORD,
		.person_id = person->id, .address = address,
		.department = &department, .action = SLICE("password"),
		.lives = desk->conf->password_hours * HOUR, .has_code = true,
		.link = desk->conf->password_url };
	int got = departments_default(desk->db, arena, &department, why);

	if (got == 0)
		return fail_set(why, FAIL_SETUP, "there is no department: make"
		    " one with `maildesk department add NAME ADDRESS`");
	return got < 0 ? -1 : lone_letter_put(desk, &letter, values,
	    ARRAY_LEN(values), now, arena, id, why);
}

static int
log_change(struct desk *desk, int64_t person_id,
    const struct password_asker *asker, const char *field, struct slice old,
    struct slice new, int64_t now, struct fail *why)
{
	const struct change change = { .at = now,
		.person_id = asker->person_id, .door = asker->door,
		.object = "person", .object_id = person_id,
		.field = slice_of(field), .old = old, .new = new };

	return changes_add(desk->db, &change, why);
}

int
password_ask(struct desk *desk, const struct person *person,
    const struct password_asker *asker, int64_t now, struct arena *arena,
    struct slice *to, struct fail *why)
{
	struct address address;
	int64_t letter;
	int got = people_primary_address(desk->db, person->id, arena, &address,
	    why);

	if (got < 0)
		return -1;
	if (person->disabled)
		return fail_set(why, FAIL_REFUSE, "user %lld is disabled:"
		    " nothing is sent to them", (long long)person->id);
	if (got == 0 || address.state == ADDRESS_HARD)
		return fail_set(why, FAIL_REFUSE, "mail to user %lld comes"
		    " back, or they have no address", (long long)person->id);
	if (expect_few(desk, person->id, now, arena, why) < 0 ||
	    put_letter(desk, person, &address, now, arena, &letter, why) < 0 ||
	    passwords_let(desk->db, person->id, letter, why) < 0)
		return -1;
	*to = address.address;
	return log_change(desk, person->id, asker, "password-letter",
	    SLICE_EMPTY, address.address, now, why);
}

int
password_revoke(struct desk *desk, int64_t person_id, struct fail *why)
{
	return passwords_let(desk->db, person_id, 0, why);
}

/* --- setting -------------------------------------------------------------------- */

/* The letter that it names, when this desk made it so: 1, 0, -1. */
static int
find_letter(struct desk *desk, struct slice word, struct arena *arena,
    struct outbox_token *out, struct fail *why)
{
	struct token_binding binding;
	struct token token;
	int got;

	if (!token_parse(slice_trim(word), &token) ||
	    token.purpose != TOKEN_VERIFY)
		return 0;
	got = outbox_token(desk->db, token.letter, arena, out, why);
	if (got <= 0)
		return got;
	binding = (struct token_binding){ out->letter, out->ticket_id,
		out->person_id, out->action };
	return token_verify(&desk->keys, &token, &binding) &&
	    slice_eq(out->event,
		slice_of(letter_event_row(LETTER_PASSWORD)->name));
}

/* As it was when it was written: 1, 0, -1. */
static int
is_good(struct desk *desk, const struct outbox_token *letter, int64_t now,
    struct arena *arena, struct person *person, struct fail *why)
{
	struct password password = { .letter_id = 0 };
	struct address address = { .id = 0 };
	int got;

	if (letter->used_at != 0 || letter->revoked_at != 0 ||
	    letter->expires_at <= now || letter->person_id != letter->owner_id)
		return 0;
	got = passwords_get(desk->db, letter->person_id, arena, &password,
	    why);
	if (got == 1)
		got = people_get(desk->db, letter->person_id, arena, person,
		    why);
	if (got == 1)
		got = people_primary_address(desk->db, person->id, arena,
		    &address, why);
	return got < 0 ? -1 : got == 1 && !person->disabled &&
	    password.letter_id == letter->letter &&
	    slice_eq(address.address, letter->address);
}

static int
find_token(struct desk *desk, struct slice word, int64_t now,
    struct arena *arena, struct outbox_token *letter, struct person *person,
    struct fail *why)
{
	int got = find_letter(desk, word, arena, letter, why);

	if (got == 1)
		got = is_good(desk, letter, now, arena, person, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "this code is good no more:"
		    " it was used, is too old, or is not whole; ask for"
		    " another letter");
	return got < 0 ? -1 : 0;
}

int
password_token(struct desk *desk, struct slice token, int64_t now,
    struct arena *arena, struct person *out, struct fail *why)
{
	struct outbox_token letter;

	return find_token(desk, token, now, arena, &letter, out, why);
}

int
password_prepare(struct desk *desk, const struct person *person,
    struct slice password, struct arena *arena,
    char hash[PASSWORD_HASH_SIZE], struct fail *why)
{
	struct address *addresses;
	struct slice *words;
	const char *fault;
	size_t count;

	if (people_addresses(desk->db, person->id, arena, &addresses, &count,
		why) < 0)
		return -1;
	words = arena_array(arena, count + 3, sizeof(*words));
	words[0] = person->name;
	words[1] = slice_of(desk->conf->desk_name);
	words[2] = person->handle;
	for (size_t i = 0; i < count; i++)
		words[i + 3] = addresses[i].identity;
	fault = password_fault(password, (size_t)desk->conf->password_length,
	    words, count + 3, arena);
	if (fault != NULL)
		return fail_set(why, FAIL_REFUSE, "%s", fault);
	return password_hash(password, hash, why);
}

int
password_set(struct desk *desk, struct slice token, const char *hash,
    enum door door, int64_t now, struct arena *arena, struct fail *why)
{
	struct password before = { .hash = SLICE_EMPTY };
	struct password_asker asker = { .door = door };
	struct outbox_token letter;
	struct person person;

	if (find_token(desk, token, now, arena, &letter, &person, why) < 0 ||
	    outbox_token_use(desk->db, letter.letter, now, why) < 0 ||
	    passwords_get(desk->db, person.id, arena, &before, why) < 0 ||
	    passwords_set(desk->db, person.id, slice_of(hash), now, why) < 0 ||
	    counters_clear(desk->db, "login", key_of(person.id, arena),
		why) < 0)
		return -1;
	/* The token is in nobody's hands but theirs. */
	asker.person_id = person.id;
	return log_change(desk, person.id, &asker, "password",
	    before.hash.len > 0 ? SLICE("set") : SLICE_EMPTY, SLICE("set anew"),
	    now, why);
}

/* --- comparing ------------------------------------------------------------------ */

int
password_check(struct desk *desk, const struct person *person,
    struct slice password, int64_t now, struct arena *arena,
    struct fail *why)
{
	struct password known = { .hash = SLICE_EMPTY };
	int64_t wrong;
	bool right;

	if (passwords_get(desk->db, person->id, arena, &known, why) < 0 ||
	    counters_since(desk->db, "login", key_of(person->id, arena),
		now - LOGIN_WINDOW, &wrong, why) < 0)
		return -1;
	if (known.hash.len == 0) {
		password_verify_none(password);
		return 0;
	}
	right = password_verify(known.hash, password);
	return right && !person->disabled &&
	    wrong < desk->conf->password_tries;
}

int
password_tried(struct desk *desk, int64_t person_id, bool right, int64_t now,
    struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct slice key = key_of(person_id, &arena);
	int rc = right ? passwords_login(desk->db, person_id, now, why)
	    : counters_add(desk->db, "login", key, now, why);

	if (rc == 0 && right)
		rc = counters_clear(desk->db, "login", key, why);
	arena_free(&arena);
	return rc;
}
