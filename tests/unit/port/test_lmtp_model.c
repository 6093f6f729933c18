/*
 * Random dialogues against a model of MAIL, RCPT and DATA that knows nothing of
 * the server: a handful of variables, and what RFC 5321 and 2033 say must be
 * answered.  The bytes reach the server in chunks cut anywhere, the model sees
 * whole commands.  MAILDESK_STEPS=10000000 makes it a soak.
 */
#include "lmtp_fixture.h"

#include <inttypes.h>

#define STEPS_DEFAULT 100000
#define SEED 20261124

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

/* What has been sent to the server and not been fed yet. */
static char	stream[1 << 18];
static size_t	stream_len;

static void
put(const void *data, size_t len)
{
	assert_true(stream_len + len <= sizeof(stream));
	memcpy(stream + stream_len, data, len);
	stream_len += len;
}

static void
put_string(const char *s)
{
	put(s, strlen(s));
}

/* The model: all there is to know about the dialogue. */
static struct {
	bool	greeted;
	bool	mail;
	size_t	rcpts;
	int	errors;
	size_t	commands; /* since the last accepted message */
	bool	refused; /* DATA, the last command */
	bool	closed;
	size_t	messages;
	size_t	total_messages;
	char	codes[1 << 16]; /* what the server should have said */
	size_t	codes_len;
	char	body[4096]; /* of the last accepted message */
	size_t	body_len;
} model;

static void
model_say(int code)
{
	model.codes_len += (size_t)snprintf(model.codes + model.codes_len,
	    sizeof(model.codes) - model.codes_len, "%d\n", code);
	assert_true(model.codes_len < sizeof(model.codes) - 8);
}

static void
model_error(int code)
{
	model_say(code);
	if (++model.errors < LMTP_ERRORS_MAX)
		return;
	model_say(421);
	model.closed = true;
}

static void
model_reset(void)
{
	model.mail = false;
	model.rcpts = 0;
}

/* True while another command may be said. */
static bool
model_hears(void)
{
	model.refused = false;
	if (++model.commands <= LMTP_COMMANDS_MAX + FIXTURE_MAX_RECIPIENTS)
		return true;
	model_say(421);
	model.closed = true;
	return false;
}

static void
step_lhlo(void)
{
	put_string("LHLO there\r\n");
	if (!model_hears())
		return;
	model_reset();
	model.greeted = true;
	model_say(250);
}

static void
step_mail(void)
{
	static const struct {
		const char *words;
		int code;
		bool is_error;
	} kinds[] = {
		{ "MAIL FROM:<a@x>\r\n", 250, false },
		{ "MAIL FROM:<> BODY=8BITMIME\r\n", 250, false },
		{ "mail from:<\"a> b\"@x> SIZE=10\r\n", 250, false },
		{ "MAIL FROM:<a@x> SIZE=1001\r\n", 552, false },
		{ "MAIL FROM:<a@x> WHAT\r\n", 451, true },
		{ "MAIL FROM:a@x\r\n", 451, true },
	};
	size_t kind = roll(2) ? 0 : roll(ARRAY_LEN(kinds));

	put_string(kinds[kind].words);
	if (!model_hears())
		return;
	if (!model.greeted || model.mail)
		model_error(503);
	else if (kinds[kind].is_error)
		model_error(kinds[kind].code);
	else {
		model_say(kinds[kind].code);
		model.mail = kinds[kind].code == 250;
	}
}

static void
step_rcpt(void)
{
	static const struct {
		const char *words;
		int code;
		bool is_error;
	} kinds[] = {
		{ "RCPT TO:<s@y>\r\n", 250, false },
		{ "RCPT TO:<\"s t\"@y> ORCPT=rfc822;u@y\r\n", 250, false },
		{ "RCPT TO:<nobody@y>\r\n", 550, false },
		{ "RCPT TO:<later@y>\r\n", 451, false },
		{ "RCPT TO:<>\r\n", 451, true },
	};
	size_t kind = roll(2) ? 0 : roll(ARRAY_LEN(kinds));

	put_string(kinds[kind].words);
	if (!model_hears())
		return;
	if (!model.greeted)
		model_error(503);
	else if (!model.mail)
		model_say(503);
	else if (model.rcpts == FIXTURE_MAX_RECIPIENTS)
		model_say(452);
	else if (kinds[kind].is_error)
		model_error(kinds[kind].code);
	else {
		model_say(kinds[kind].code);
		model.rcpts += kinds[kind].code == 250;
	}
}

/* Line ends, dots and rubbish: where the end of data hides. */
static size_t
make_body(char *body)
{
	static const char alphabet[] = "\r\n..\r\nab\0\xff";
	size_t len = roll(10) == 0 ? 900 + roll(200) : roll(60);
	size_t i = 0;

	while (i < len) {
		if (roll(4) == 0) {
			memcpy(body + i, "\r\n", 2);
			i += 2;
		} else {
			body[i++] = alphabet[roll(sizeof(alphabet) - 1)];
		}
	}
	if (i > 0 && (i < 2 || memcmp(body + i - 2, "\r\n", 2) != 0)) {
		memcpy(body + i, "\r\n", 2);
		i += 2;
	}
	return i;
}

static void
put_stuffed(const char *body, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (body[i] == '.' &&
		    (i == 0 || (i >= 2 && body[i - 2] == '\r' &&
		    body[i - 1] == '\n')))
			put(".", 1);
		put(body + i, 1);
	}
	put(".\r\n", 3);
}

static void
step_data(void)
{
	char	body[4096];
	size_t	len;

	put_string("DATA\r\n");
	if (!model_hears())
		return;
	if (!model.greeted || !model.mail || model.rcpts == 0) {
		if (model.greeted)
			model_say(503);
		else
			model_error(503);
		model.refused = !model.closed;
		return;
	}
	model_say(354);
	len = make_body(body);
	put_stuffed(body, len);
	for (size_t i = 0; i < model.rcpts; i++)
		model_say(len > FIXTURE_MAX_MESSAGE ? 552 : 250);
	if (len <= FIXTURE_MAX_MESSAGE) {
		model.messages++;
		model.errors = 0;
		model.commands = 0;
		memcpy(model.body, body, len);
		model.body_len = len;
	}
	model_reset();
}

/* What is no command, and where it ends the talk. */
static void
step_rubbish(const char *line)
{
	bool refused = model.refused;

	put_string(line);
	if (!model_hears())
		return;
	if (!refused) {
		model_error(500);
		return;
	}
	model_say(421);
	model.closed = true;
}

static void
step_simple(const char *line, int code)
{
	put_string(line);
	if (model_hears())
		model_say(code);
}

static void
step_other(void)
{
	switch (roll(7)) {
	case 0:
		step_simple("RSET\r\n", 250);
		model_reset();
		break;
	case 1:
		step_simple("NOOP\r\n", 250);
		break;
	case 2:
		step_simple("VRFY s@y\r\n", 252);
		break;
	case 3:
		put_string("EHLO x\r\n");
		if (model_hears())
			model_error(500);
		break;
	case 4:
		step_rubbish(".\r\n");
		break;
	case 5:
		step_rubbish("Subject: hello\r\n");
		break;
	default:
		if (roll(50) != 0)
			break;
		step_simple("QUIT\r\n", 221);
		model.closed = true;
	}
}

static void
step(void)
{
	uint32_t which = roll(20);

	if (!model.greeted && roll(3))
		step_lhlo();
	else if (which < 5)
		step_mail();
	else if (which < 12)
		step_rcpt();
	else if (which < 16)
		step_data();
	else if (which < 17)
		step_lhlo();
	else
		step_other();
}

static void
feed_chunks(struct fixture *fixture)
{
	size_t	most = (size_t)1 << roll(12);
	size_t	at = 0;
	size_t	len;

	while (at < stream_len) {
		len = 1 + roll((uint32_t)most);
		if (len > stream_len - at)
			len = stream_len - at;
		fixture_feed(fixture, slice_make(stream + at, len));
		at += len;
	}
	stream_len = 0;
	fixture_collect(fixture);
}

/* The first three digits of each reply's last line. */
static void
compare_codes(struct fixture *fixture, size_t steps)
{
	struct slice	said = slice_make(fixture->out, fixture->out_len);
	struct slice	want = slice_make(model.codes, model.codes_len);
	struct slice	line, code;
	char		name[64];

	snprintf(name, sizeof(name), "by step %zu", steps);
	while (slice_line(&said, &line)) {
		if (line.data[3] == '-')
			continue;
		if (!slice_line(&want, &code))
			code = SLICE("silence");
		assert_case_slice(name, slice_head(line, 3), code);
	}
	assert_case_slice(name, want, SLICE(""));
	assert_case_int(name, fixture->messages, model.messages);
	if (model.messages > 0)
		assert_case_slice(name,
		    slice_make(fixture->body, fixture->body_len),
		    slice_make(model.body, model.body_len));
	assert_case_true(name, lmtp_session_in_transaction(fixture->session) ==
	    (model.mail && !model.closed));
	fixture->out_len = 0;
	fixture->messages = 0;
	model.total_messages += model.messages;
	model.messages = 0;
	model.codes_len = 0;
}

static void
test_lmtp_model_random_dialogues(void **state)
{
	const char	*asked = getenv("MAILDESK_STEPS");
	size_t		 steps = asked == NULL ? STEPS_DEFAULT :
						 strtoul(asked, NULL, 10);
	size_t		 done = 0;
	size_t		 burst;
	struct fixture	*fixture = malloc(sizeof(*fixture));

	(void)state;
	random_state = SEED;
	while (done < steps) {
		size_t total = model.total_messages;

		memset(&model, 0, sizeof(model));
		model.total_messages = total;
		fixture_open(fixture, false);
		model_say(220);
		while (!model.closed && done < steps) {
			for (burst = 1 + roll(30); burst > 0 && !model.closed;
			    burst--, done++)
				step();
			feed_chunks(fixture);
			compare_codes(fixture, done);
		}
		fixture_close(fixture);
	}
	/* The dice reach the end of data often enough to mean something. */
	assert_true(model.total_messages > steps / 50);
	print_message("%zu steps, %zu messages\n", done,
	    model.total_messages);
	free(fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lmtp_model_random_dialogues),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
