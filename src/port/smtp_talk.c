/* The talk with a mail server, line by line. */
#include "port/smtp_talk.h"

#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/text.h"

/* Our commands that move the talk on. */
static const struct {
	struct slice verb;
	enum smtp_phase phase;
} commands[] = {
	{ SLICE_INIT("EHLO"), SMTP_PHASE_HELLO },
	{ SLICE_INIT("HELO"), SMTP_PHASE_HELLO },
	{ SLICE_INIT("STARTTLS"), SMTP_PHASE_HELLO },
	{ SLICE_INIT("AUTH"), SMTP_PHASE_AUTH },
	{ SLICE_INIT("MAIL"), SMTP_PHASE_MAIL },
	{ SLICE_INIT("RCPT"), SMTP_PHASE_RCPT },
	{ SLICE_INIT("DATA"), SMTP_PHASE_DATA },
};

/*
 * Replies that speak of us, not of the letter: closing, or a login that is
 * missing, too weak, refused or cannot be checked at present (RFC 4954, 3207).
 */
static const int about_us[] = { 421, 432, 454, 530, 534, 535, 538 };

void
smtp_talk_begin(struct smtp_talk *talk)
{
	talk->phase = SMTP_PHASE_NONE;
	talk->is_over = false;
	talk->code = 0;
	talk->is_whole = false;
	talk->text[0] = '\0';
	talk->heard = 0;
}

bool
smtp_talk_is_flood(const struct smtp_talk *talk)
{
	return talk->heard > SMTP_TALK_MAX;
}

static struct slice
verb_of(struct slice line)
{
	size_t len = 0;

	while (len < line.len && ascii_is_alpha(line.data[len]))
		len++;
	return slice_head(line, len);
}

void
smtp_talk_command(struct smtp_talk *talk, struct slice line)
{
	struct slice verb = verb_of(line);

	/* What stands in a login's lines is its own: a user may be "DATA". */
	if (talk->phase == SMTP_PHASE_AUTH && talk->code <= 334 &&
	    !talk->is_authenticated)
		return;
	/* It says why in the phase before; what comes back is a goodbye. */
	if (slice_eq(verb, SLICE("QUIT"))) {
		talk->is_over = true;
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		if (!slice_eq(verb, commands[i].verb))
			continue;
		talk->phase = commands[i].phase;
		talk->code = 0;
		if (talk->phase == SMTP_PHASE_HELLO) {
			talk->is_authenticated = false;
			talk->offers_utf8 = false;
		}
		return;
	}
}

/* "550" of "550 no"; 0 when the line is no reply. */
static int
code_of(struct slice line)
{
	if (line.len < 3 || line.data[0] < '2' || line.data[0] > '5' ||
	    !ascii_is_digit(line.data[1]) || !ascii_is_digit(line.data[2]))
		return 0;
	return (line.data[0] - '0') * 100 + (line.data[1] - '0') * 10 +
	    (line.data[2] - '0');
}

/* The length of an enhanced code with its blank, "5.1.1 "; 0: none. */
static size_t
enhanced_len(struct slice text)
{
	size_t at = 0, dots = 0;

	while (at < text.len && (ascii_is_digit(text.data[at]) ||
	    (text.data[at] == '.' && at > 0)))
		dots += text.data[at++] == '.';
	return dots == 2 && at < text.len && text.data[at] == ' ' ? at + 1 : 0;
}

/* Adds a line's words to the reply, as one line of well-formed UTF-8. */
static void
add_words(struct smtp_talk *talk, struct slice words)
{
	struct arena arena = ARENA_INIT;
	struct text text = TEXT_IN(&arena);
	size_t used = strlen(talk->text), room = sizeof(talk->text) - used - 1;
	struct slice clean, line;

	/* A server may say kilobytes in one line. */
	text_add_line(&text, slice_head(words, sizeof(talk->text)));
	line = arena_copy(&arena, text_slice(&text));
	text_clear(&text);
	text_add_utf8(&text, line);
	clean = text_slice(&text);
	clean.len = slice_utf8_run(slice_head(clean, room));
	memcpy(talk->text + used, clean.data == NULL ? "" : clean.data,
	    clean.len);
	talk->text[used + clean.len] = '\0';
	arena_free(&arena);
}

static void
begin_reply(struct smtp_talk *talk, int code)
{
	talk->code = code;
	snprintf(talk->text, sizeof(talk->text), "%d", code);
}

void
smtp_talk_reply(struct smtp_talk *talk, struct slice line)
{
	int code = code_of(line);
	struct slice words = slice_trim_end(slice_from(line, 4));
	bool is_last = line.len < 4 || line.data[3] != '-';

	talk->heard += line.len;
	if (code == 0 || talk->is_over)
		return;
	if (talk->phase == SMTP_PHASE_NONE || talk->phase == SMTP_PHASE_HELLO) {
		if (talk->phase == SMTP_PHASE_NONE)
			talk->phase = SMTP_PHASE_HELLO;
		if (slice_eq_nocase(slice_head(words, 8), SLICE("SMTPUTF8")))
			talk->offers_utf8 = true;
	}
	/* Each line repeats the codes; the sentence need not. */
	if (talk->is_whole || talk->code != code)
		begin_reply(talk, code);
	else
		words = slice_from(words, enhanced_len(words));
	if (words.len > 0) {
		add_words(talk, SLICE(" "));
		add_words(talk, words);
	}
	talk->is_whole = is_last;
	if (!is_last)
		return;
	if (talk->phase == SMTP_PHASE_AUTH && code == 235)
		talk->is_authenticated = true;
	if (talk->phase == SMTP_PHASE_DATA && code == 354) {
		talk->phase = SMTP_PHASE_BODY;
		talk->code = 0;
	}
}

void
smtp_talk_dot(struct smtp_talk *talk)
{
	if (talk->phase == SMTP_PHASE_BODY)
		talk->phase = SMTP_PHASE_DOT;
}

static bool
is_about_us(int code)
{
	for (size_t i = 0; i < ARRAY_LEN(about_us); i++)
		if (about_us[i] == code)
			return true;
	return false;
}

static void
answer(struct smtp_answer *out, enum smtp_result result, bool is_away,
    const char *reply)
{
	*out = (struct smtp_answer){ .result = result, .is_away = is_away };
	snprintf(out->reply, sizeof(out->reply), "%s", reply);
}

/*
 * A refusal for good.  One that is about us and not about this letter is not
 * the end of it: once somebody has put the relay right it will be taken.  The
 * sender's command speaks for every letter to come, the recipient's for its own.
 */
static void
refused(const struct smtp_talk *talk, struct smtp_answer *out)
{
	enum smtp_blame blame = smtp_talk_blame(talk->phase, talk->text);

	if (blame == SMTP_BLAME_DESK)
		answer(out, SMTP_DEFERRED, talk->phase == SMTP_PHASE_MAIL,
		    talk->text);
	else
		answer(out, SMTP_FAILED, false, talk->text);
}

void
smtp_talk_judge(const struct smtp_talk *talk, const char *trouble,
    struct smtp_answer *out)
{
	bool is_accepted = talk->code / 100 == 2 && talk->is_whole &&
	    (trouble == NULL || talk->phase == SMTP_PHASE_DOT);

	if (is_accepted)
		answer(out, SMTP_SENT, false, talk->text);
	else if (talk->code >= 400 && (talk->phase < SMTP_PHASE_MAIL ||
	    is_about_us(talk->code)))
		answer(out, SMTP_DEFERRED, true, talk->text);
	else if (talk->code >= 500)
		refused(talk, out);
	else if (talk->code >= 400)
		answer(out, SMTP_DEFERRED, false, talk->text);
	else if (talk->phase == SMTP_PHASE_DOT)
		answer(out, SMTP_UNKNOWN, true, "no answer to the letter");
	else
		answer(out, SMTP_DEFERRED, true,
		    trouble != NULL ? trouble : "the talk ended early");
	out->is_sender = talk->phase == SMTP_PHASE_MAIL && talk->code >= 400;
	if (out->result == SMTP_SENT || out->result == SMTP_UNKNOWN)
		return;
	out->blame = talk->code >= 400
	    ? smtp_talk_blame(talk->phase, talk->text) : SMTP_BLAME_SERVER;
}
