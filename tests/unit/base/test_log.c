/* The log: one line per event whatever is in it, one write per line. */
#include "case.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/log.h"

/* Of datagrams, so that each write is read alone. */
static int ends[2];

static int
setup(void **state)
{
	(void)state;
	clock_set(1795558919);
	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0,
	    ends) < 0)
		return -1;
	log_open("gateway", LOG_LEVEL_INFO, ends[1]);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	close(ends[0]);
	close(ends[1]);
	log_open("test", LOG_LEVEL_INFO, STDERR_FILENO);
	clock_set(-1);
	return 0;
}

/* The next line; "" when there is none. */
static const char *
next_line(char to[8192])
{
	ssize_t got = recv(ends[0], to, 8191, 0);

	to[got < 0 ? 0 : got] = '\0';
	return to;
}

static void
test_log_lines(void **state)
{
	char line[8192];

	(void)state;
	log_info("filed", "ticket=%d msg=%d", 7, 12);
	assert_case("a line", next_line(line), "2026-11-24T22:21:59Z gateway "
	    "info event=filed ticket=7 msg=12\n");
	log_error("gone", "why=%s", "a\nb\r\x1b");
	assert_case("of one line", next_line(line), "2026-11-24T22:21:59Z "
	    "gateway error event=gone why=a?b??\n");
	log_warn("slow", "%s", "");
	assert_case("of an event alone", next_line(line),
	    "2026-11-24T22:21:59Z gateway warn event=slow\n");
	assert_case("and no more", next_line(line), "");
}

static void
test_log_levels(void **state)
{
	static const char *const words[] = { "error", "warn", "info", "debug" };
	enum log_level	level;
	char		line[8192];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		assert_true(log_level_parse(slice_of(words[i]), &level));
		log_set_level(level);
		log_error("x", "n=%d", 1);
		log_warn("x", "n=%d", 2);
		log_info("x", "n=%d", 3);
		log_debug("x", "n=%d", 4);
		for (size_t k = 0; k <= i; k++)
			assert_non_null(strstr(next_line(line), words[k]));
		assert_case("the others are silent", next_line(line), "");
	}
	assert_true(log_level_parse(SLICE("INFO"), &level));
	assert_int_equal(level, LOG_LEVEL_INFO);
	assert_false(log_level_parse(SLICE("loud"), &level));
	assert_false(log_level_parse(SLICE_EMPTY, &level));
}

static void
test_log_long(void **state)
{
	char big[9000];
	char line[8192];

	(void)state;
	memset(big, 'b', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	log_info(big, "why=%s", "x");
	next_line(line);
	assert_int_equal(strlen(line), 4096);
	for (size_t len = 3000; len < sizeof(big); len++) {
		log_info("x", "why=%.*s", (int)len, big);
		next_line(line);
		assert_true(strlen(line) <= 4096);
		assert_case_true("whole or cut", strstr(line,
		    strlen(line) == 4096 ? "b...\n" : "bbb\n") != NULL);
	}
}

static void
test_log_keeps_errno(void **state)
{
	(void)state;
	errno = ENOENT;
	log_info("x", "n=%d", 1);
	assert_int_equal(errno, ENOENT);
	log_open("gateway", LOG_LEVEL_INFO, -1);
	log_info("x", "n=%d", 1);
	assert_int_equal(errno, ENOENT);
}

static void
test_log_die(void **state)
{
	char	line[8192];
	int	status;
	pid_t	pid = fork();

	(void)state;
	if (pid == 0) {
		signal(SIGABRT, SIG_DFL);
		log_die("out of %s", "paper");
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	assert_non_null(strstr(next_line(line),
	    "gateway error event=die out of paper\n"));
}

static void
test_log_quote(void **state)
{
	static const struct {
		const char	*name;
		struct slice	 s;
		const char	*want;
	} cases[] = {
		{ "plain text", SLICE_INIT("plain text ~!"),
		  "\"plain text ~!\"" },
		{ "nothing", { NULL, 0 }, "\"\"" },
		{ "line ends, NUL and DEL", SLICE_INIT("a\r\n\0\x7f"),
		  "\"a\\x0d\\x0a\\x00\\x7f\"" },
		{ "quotes and backslashes", SLICE_INIT("\"\\x41"),
		  "\"\\x22\\x5cx41\"" },
		{ "bytes above 0x7f", SLICE_INIT("\xc3\xa9\xff"),
		  "\"\\xc3\\xa9\\xff\"" },
	};
	char to[LOG_QUOTE_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case(cases[i].name, log_quote(cases[i].s, to),
		    cases[i].want);
}

/* Where plain ones give way to escapes at every place around the cut. */
static void
test_log_quote_cut(void **state)
{
	char	s[300];
	char	to[LOG_QUOTE_SIZE + 1];
	size_t	len, dots;

	(void)state;
	for (size_t plain = 0; plain < 200; plain++) {
		for (size_t odd = 0; odd < 40; odd++) {
			memset(s, 'p', plain);
			memset(s + plain, '\n', odd);
			memset(to, '#', sizeof(to));
			log_quote(slice_make(s, plain + odd), to);
			len = strlen(to);
			assert_true(len < LOG_QUOTE_SIZE);
			assert_int_equal(to[LOG_QUOTE_SIZE], '#');
			assert_int_equal(to[len - 1], '"');
			dots = (size_t)(strstr(to, "...") != NULL);
			assert_int_equal(dots,
			    plain + 4 * odd > LOG_QUOTE_SIZE - 3);
			if (dots == 0)
				continue;
			assert_memory_equal(to + len - 4, "...\"", 4);
			/* No escape is cut: 4 bytes each. */
			if (plain >= LOG_QUOTE_SIZE)
				assert_int_equal(len, LOG_QUOTE_SIZE - 1);
			if (plain < len - 5)
				assert_int_equal((len - 5 - plain) % 4, 0);
			assert_true(len + 4 >= LOG_QUOTE_SIZE - 3);
		}
	}
}

static void
test_log_address(void **state)
{
	static const unsigned char	key[16] = "0123456789abcdef";
	static const unsigned char	other[16] = "fedcba9876543210";
	char				one[LOG_QUOTE_SIZE];
	char				two[LOG_QUOTE_SIZE];
	char				big[600];

	(void)state;
	/* Without a key there is one all the same. */
	log_address(SLICE("alice@example.test"), one);
	assert_case("a hash lasts", log_address(SLICE("alice@example.test"),
	    two), one);
	assert_null(strstr(one, "alice"));

	log_set_key(key);
	/* openssl's HMAC-SHA-256 of it, with this key, begins so. */
	assert_case("a hash and the domain",
	    log_address(SLICE("alice@example.test"), one),
	    "h:f9d20dff@example.test");
	assert_case("case is folded",
	    log_address(SLICE("ALICE@Example.TEST"), two), one);
	log_address(SLICE("alicf@example.test"), two);
	assert_string_not_equal(one, two);
	log_set_key(other);
	log_address(SLICE("alice@example.test"), two);
	assert_string_not_equal(one, two);

	assert_case("nobody", log_address(SLICE_EMPTY, two), "<>");
	assert_int_equal(strlen(log_address(SLICE("alice"), two)), 10);
	assert_case("the domain's bytes are foreign",
	    log_address(SLICE("a@b c\n\"\\=\xc3\xa9x"), two) + 10,
	    "@b?c??????x");
	memset(big, 'd', sizeof(big));
	big[1] = '@';
	log_address(slice_make(big, sizeof(big)), two);
	assert_int_equal(strlen(two), LOG_QUOTE_SIZE - 1);
}

/* For good: so it is the last of the tests. */
static void
test_log_address_plain(void **state)
{
	static const struct {
		const char *name, *address, *want;
	} rows[] = {
		{ "all of it, as it was written", "Alice@Example.test",
		    "\"Alice@Example.test\"" },
		{ "and nothing that breaks the line", "a\n\"b@x",
		    "\"a\\x0a\\x22b@x\"" },
		{ "nobody", "", "<>" },
	};
	char to[LOG_QUOTE_SIZE];

	(void)state;
	log_show_addresses();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_case(rows[i].name, log_address(slice_of(
		    rows[i].address), to), rows[i].want);
}

#define LOG_TEST(function) \
	cmocka_unit_test_setup_teardown(function, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LOG_TEST(test_log_lines),
		LOG_TEST(test_log_levels),
		LOG_TEST(test_log_long),
		LOG_TEST(test_log_keeps_errno),
		LOG_TEST(test_log_die),
		LOG_TEST(test_log_quote),
		LOG_TEST(test_log_quote_cut),
		LOG_TEST(test_log_address),
		LOG_TEST(test_log_address_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
