/* The letter that may set a password, and what makes it useless. */
#include "proof_case.h"

#include "app/password_link.h"
#include "store/passwords.h"
#include "store/people_merge.h"

#define GOOD "correct horse"

static struct person alice;

static void
find_alice(void)
{
	struct address unused;

	line_ok(people_by_identity(line.desk.db, SLICE("alice@example.test"),
	    &line.arena, &alice, &unused, why));
}

/* The code in the letter that she gets; empty: none was written. */
static struct slice
ask(void)
{
	const struct password_asker asker = { line.anna, DOOR_CLI };
	struct fail fault = FAIL_INIT;
	struct outbox_row letter;
	struct slice to, text, row;
	int rc;

	line_ok(db_begin(line.desk.db, why));
	rc = password_ask(&line.desk, &alice, &asker, clock_now(), &line.arena,
	    &to, &fault);
	line_ok(db_commit(line.desk.db, why));
	if (rc < 0)
		return SLICE_EMPTY;
	letter = line_letter(&line, "password", arena_string(&line.arena, to));
	text = letter.text;
	while (slice_line(&text, &row))
		if (slice_starts(row, SLICE("v")) && row.len > 20 &&
		    slice_index(row, ' ') == row.len)
			return row;
	return SLICE_EMPTY;
}

static int
set(struct slice code, const char *password)
{
	char hash[PASSWORD_HASH_SIZE];
	struct fail fault = FAIL_INIT;
	struct person person;
	int rc;

	if (password_token(&line.desk, code, clock_now(), &line.arena, &person,
		&fault) < 0 ||
	    password_prepare(&line.desk, &person, slice_of(password),
		&line.arena, hash, &fault) < 0)
		return -1;
	assert_int_equal(person.id, alice.id);
	line_ok(db_begin(line.desk.db, why));
	rc = password_set(&line.desk, code, hash, DOOR_CLI, clock_now(),
	    &line.arena, &fault);
	line_ok(db_commit(line.desk.db, why));
	return rc;
}

static int
try(const char *password)
{
	struct fail fault = FAIL_INIT;
	int got = password_check(&line.desk, &alice, slice_of(password),
	    clock_now(), &line.arena, &fault);

	line_ok(db_begin(line.desk.db, why));
	line_ok(password_tried(&line.desk, alice.id, got == 1, clock_now(),
	    why));
	line_ok(db_commit(line.desk.db, why));
	return got;
}

static int
begin(void **state)
{
	setup(state);
	line_mail(&line, ALICE, "support@help.test", "Hello", "", "x");
	find_alice();
	return 0;
}

static void
test_password_link_once(void **state)
{
	struct password kept = { .set_at = 0 };
	struct slice code = ask();

	(void)state;
	assert_int_not_equal(code.len, 0);
	assert_case_int("none yet", try(GOOD), 0);
	assert_case_int("a bad one is refused", set(code, "alice example"), -1);
	assert_case_int("and does not use the code up", set(code, GOOD), 0);
	assert_case_int("a second time", set(code, "another horse"), -1);
	assert_case_int("it is right", try(GOOD), 1);
	assert_case_int("another is not", try("another horse"), 0);
	line_ok(passwords_get(line.desk.db, alice.id, &line.arena, &kept, why));
	assert_case_true("it is not kept in the clear", !slice_has(kept.hash,
	    SLICE("horse")));
	assert_case_int("when it was used last", kept.login_at, LINE_START);
}

static void
lose(const char *what)
{
	struct address *addresses;
	struct person other = alice;
	bool takes[PROFILE_KEY_COUNT] = { false };
	struct outbox_row letter = line_letter(&line, "password",
	    "alice@example.test");
	size_t count;

	line_ok(db_begin(line.desk.db, why));
	if (strcmp(what, "disabled") == 0) {
		alice.disabled = true;
		line_ok(people_save(line.desk.db, &alice, why));
	} else if (strcmp(what, "moved") == 0) {
		line_ok(people_add_address(line.desk.db, alice.id,
		    SLICE("a@new.test"), SLICE("a@new.test"), 0, why));
		line_ok(people_addresses(line.desk.db, alice.id, &line.arena,
		    &addresses, &count, why));
		line_ok(people_set_primary(line.desk.db, alice.id,
		    addresses[1].id, why));
	} else if (strcmp(what, "merged") == 0) {
		other.id = 0;
		line_ok(people_add(line.desk.db, &other, SLICE("o@o.test"),
		    SLICE("o@o.test"), 0, why));
		line_ok(people_merge(line.desk.db, alice.id, other.id, takes,
		    0, why));
	} else if (strcmp(what, "revoked") == 0) {
		line_ok(password_revoke(&line.desk, alice.id, why));
	}
	line_ok(db_commit(line.desk.db, why));
	if (strcmp(what, "late") == 0)
		clock_set(LINE_START + 86401);
	if (strcmp(what, "another") == 0)
		ask();
	if (strcmp(what, "answered") == 0)
		line_answer(&line, ALICE, &letter, "What is this?");
	if (strcmp(what, "passed on") == 0)
		line_answer(&line, "Bob <bob@b.test>", &letter, "And this?");
}

static void
test_password_link_lost(void **state)
{
	static const char *const ways[] = { "disabled", "moved", "merged",
		"revoked", "late", "another", "answered", "passed on" };
	struct slice code;

	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		if (i > 0) {
			teardown(state);
			begin(state);
		}
		code = ask();
		lose(ways[i]);
		assert_case_int(ways[i], set(code, GOOD), -1);
	}
}

/* The mail's own tokens are in headers that others see. */
static void
test_password_link_other_tokens(void **state)
{
	struct slice code = ask(), other;
	struct outbox_row letter = line_letter(&line, "password",
	    "alice@example.test");
	struct outbox_row ack = line_letter(&line, "acknowledge",
	    "alice@example.test");
	char *edited;

	(void)state;
	assert_case_true("not in the Message-ID", !slice_has(letter.message_id,
	    slice_from(code, 4)));
	assert_case_int("nor an address", letter.reply_to.len, 0);
	other = slice_from(letter.message_id, 3);
	other = slice_head(other, slice_index(other, '.'));
	assert_case_int("a letter's reply token", set(other, GOOD), -1);
	other = slice_from(ack.message_id, 3);
	other = slice_head(other, slice_index(other, '.'));
	assert_case_int("another letter's", set(other, GOOD), -1);
	for (size_t at = 0; at < code.len; at++) {
		edited = arena_string(&line.arena, code);
		edited[at] = edited[at] == 'q' ? 'p' : 'q';
		assert_case_int(edited, set(slice_of(edited), GOOD), -1);
	}
	assert_case_int("nothing", set(SLICE_EMPTY, GOOD), -1);
	assert_case_int("it is good still", set(code, GOOD), 0);
}

static void
test_password_link_limits(void **state)
{
	struct slice code = ask();

	(void)state;
	assert_int_equal(set(code, GOOD), 0);
	for (int i = 0; i < 4; i++)
		assert_int_not_equal(ask().len, 0);
	assert_case_int("not too many letters", (int)ask().len, 0);
	for (int i = 0; i < 10; i++)
		assert_int_equal(try("wrong horse"), 0);
	assert_case_int("then even the right one is not", try(GOOD), 0);
	clock_set(LINE_START + 1000);
	assert_case_int("for a while", try(GOOD), 1);
	clock_set(LINE_START + 86401);
	assert_case_true("letters, too", ask().len > 0);
	alice.disabled = true;
	assert_case_int("who is disabled has none", try(GOOD), 0);
	assert_case_int("and gets none", (int)ask().len, 0);
}

static void
test_password_link_page(void **state)
{
	(void)state;
	line.conf.password_url = "https://help.test/?code=";
	ask();
	assert_true(slice_has(line_letter(&line, "password",
	    "alice@example.test").text, SLICE("https://help.test/?code=v")));
}

#define LINK_TEST(test) cmocka_unit_test_setup_teardown(test, begin, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LINK_TEST(test_password_link_once),
		LINK_TEST(test_password_link_lost),
		LINK_TEST(test_password_link_other_tokens),
		LINK_TEST(test_password_link_limits),
		LINK_TEST(test_password_link_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
