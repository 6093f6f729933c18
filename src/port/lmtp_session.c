/* The LMTP server's dialogue: which command may follow which, and the data. */
#include "port/lmtp_session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "port/lmtp_command.h"
#include "port/lmtp_unstuff.h"

struct lmtp_session {
	const struct lmtp_host	*host;
	bool			 trusted;
	enum {
		STATE_COMMAND,
		STATE_DATA,
		STATE_ANSWER, /* the owner's turn */
		STATE_CLOSED,
	} state;
	bool			 greeted; /* LHLO was said */
	uint64_t		 heard;
	/* Since the last accepted message. */
	int			 errors;
	size_t			 commands;
	/*
	 * DATA or BDAT was refused.  Who sends the message all the same would
	 * have its text taken for commands, and whoever wrote it could choose
	 * them.
	 */
	bool			 data_refused;

	/* What is sent waits here; without any the arena holds no memory. */
	struct arena		 out_arena;
	struct text		 out;
	size_t			 sent;

	/* The transaction. */
	bool			 has_sender;
	bool			 refused; /* only to be noted down */
	struct arena		 arena;
	struct envelope		 envelope;
	size_t			 recipient_room;
	struct lmtp_unstuff	 unstuff;
	struct lmtp_spill	 body;
	enum lmtp_reply		 verdict; /* LMTP_ACCEPTED: the owner decides */

	/* A line that came in pieces. */
	size_t			 line_len; /* all of it */
	bool			 line_too_long; /* not kept any more */
	char			 line[LMTP_LINE_MAX];
};

static void
say(struct lmtp_session *session, enum lmtp_reply reply)
{
	lmtp_reply_write(&session->out, reply, SLICE_EMPTY);
}

/* As say, but enough of the client's own mistakes end the talk. */
static void
decline(struct lmtp_session *session, enum lmtp_reply reply)
{
	say(session, reply);
	if (!lmtp_reply_is_error(reply) || ++session->errors < LMTP_ERRORS_MAX)
		return;
	lmtp_session_end(session, LMTP_TOO_MANY_ERRORS);
}

static void
reset(struct lmtp_session *session)
{
	session->has_sender = false;
	session->envelope = (struct envelope){ 0 };
	session->recipient_room = 0;
	lmtp_spill_free(&session->body);
	arena_free(&session->arena);
}

struct lmtp_session *
lmtp_session_new(const struct lmtp_host *host, bool trusted)
{
	struct lmtp_session *session = malloc(sizeof(*session));

	if (session == NULL)
		log_die("out of memory: a client's dialogue");
	/* Not the line: a page that nobody writes to costs nothing. */
	memset(session, 0, offsetof(struct lmtp_session, line));
	session->host = host;
	session->trusted = trusted;
	session->out = TEXT_IN(&session->out_arena);
	lmtp_spill_init(&session->body, host->pool);
	lmtp_reply_write(&session->out, LMTP_GREETING, slice_of(host->name));
	return session;
}

void
lmtp_session_free(struct lmtp_session *session)
{
	if (session == NULL)
		return;
	reset(session);
	arena_free(&session->out_arena);
	free(session);
}

static void
hear_lhlo(struct lmtp_session *session, struct slice rest)
{
	if (rest.len == 0) {
		decline(session, LMTP_NAMELESS);
		return;
	}
	reset(session);
	session->greeted = true;
	text_add_format(&session->out,
	    "250-%s\r\n"
	    "250-PIPELINING\r\n"
	    "250-ENHANCEDSTATUSCODES\r\n"
	    "250-8BITMIME\r\n"
	    "250-SMTPUTF8\r\n"
	    "250-DSN\r\n",
	    session->host->name);
	if (session->trusted)
		text_add_string(&session->out, "250-XMAILDESK\r\n");
	text_add_format(&session->out, "250 SIZE %lld\r\n",
	    (long long)session->host->max_message);
}

static void
hear_mail(struct lmtp_session *session, struct slice rest)
{
	struct lmtp_mail	mail;
	enum lmtp_reply		reply;

	if (session->has_sender) {
		decline(session, LMTP_MAIL_TWICE);
		return;
	}
	reply = lmtp_command_mail(rest, session->trusted, &session->arena,
	    &mail);
	if (reply == LMTP_SENDER_OK && mail.size > session->host->max_message)
		reply = LMTP_TOO_BIG;
	if (reply == LMTP_SENDER_OK)
		reply = session->host->sender(session->host->data, mail.size);
	if (reply != LMTP_SENDER_OK) {
		arena_free(&session->arena);
		decline(session, reply);
		return;
	}
	session->has_sender = true;
	session->refused = mail.refused;
	session->envelope = (struct envelope){
		.door = mail.door,
		.sender = mail.sender,
		.door_ref = mail.door_ref,
		.queue_id = mail.queue_id,
		.sasl_username = mail.sasl_username,
	};
	say(session, reply);
}

static void
add_recipient(struct lmtp_session *session, const struct lmtp_rcpt *rcpt)
{
	struct envelope	*envelope = &session->envelope;
	struct arena	*arena = &session->arena;
	size_t		 n = envelope->recipient_count++;
	size_t		 had = session->recipient_room * sizeof(struct slice);

	if (n == session->recipient_room) {
		session->recipient_room = n == 0 ? 4 : n * 2;
		envelope->recipients = arena_grow(arena, envelope->recipients,
		    had, session->recipient_room * sizeof(struct slice));
		envelope->originals = arena_grow(arena, envelope->originals,
		    had, session->recipient_room * sizeof(struct slice));
	}
	envelope->recipients[n] = arena_copy(arena, rcpt->recipient);
	envelope->originals[n] = arena_copy(arena, rcpt->original);
}

static void
hear_rcpt(struct lmtp_session *session, struct slice rest)
{
	const struct lmtp_host	*host = session->host;
	/* Of its own: refused recipients must not pile up. */
	struct arena		 scratch = ARENA_INIT;
	struct lmtp_rcpt	 rcpt;
	enum lmtp_reply		 reply;

	if (!session->has_sender) {
		decline(session, LMTP_MAIL_FIRST);
		return;
	}
	if (session->envelope.recipient_count >= host->max_recipients) {
		decline(session, LMTP_TOO_MANY_RECIPIENTS);
		return;
	}
	reply = lmtp_command_rcpt(rest, &scratch, &rcpt);
	if (reply == LMTP_RECIPIENT_OK && !session->refused)
		reply = host->recipient(host->data, session->envelope.sender,
		    rcpt.recipient);
	if (reply == LMTP_RECIPIENT_OK) {
		add_recipient(session, &rcpt);
		say(session, reply);
	} else {
		decline(session, reply);
	}
	arena_free(&scratch);
}

static void
hear_data(struct lmtp_session *session, struct slice rest)
{
	session->data_refused = true;
	if (!session->has_sender) {
		decline(session, LMTP_MAIL_FIRST);
	} else if (session->envelope.recipient_count == 0) {
		decline(session, LMTP_RCPT_FIRST);
	} else if (rest.len > 0) {
		decline(session, LMTP_BAD_PARAMETER);
	} else {
		session->state = STATE_DATA;
		session->data_refused = false;
		session->unstuff = (struct lmtp_unstuff)LMTP_UNSTUFF_INIT;
		session->verdict = LMTP_ACCEPTED;
		say(session, LMTP_GO_AHEAD);
	}
}

static void
hear_rset(struct lmtp_session *session, struct slice rest)
{
	(void)rest;
	reset(session);
	say(session, LMTP_OK);
}

static void
hear_quit(struct lmtp_session *session, struct slice rest)
{
	(void)rest;
	lmtp_session_end(session, LMTP_BYE);
}

/* Never offered: what follows a refused one is no command either. */
static void
hear_bdat(struct lmtp_session *session, struct slice rest)
{
	(void)rest;
	session->data_refused = true;
	decline(session, LMTP_UNKNOWN_COMMAND);
}

/* What a verb does, or the one reply that it always gets. */
static const struct hearer {
	void (*hear)(struct lmtp_session *session, struct slice rest);
	enum lmtp_reply reply;
	bool declines;	/* counts as a bad command */
	bool is_mail;	/* not before LHLO */
} hearers[] = {
	[LMTP_VERB_NONE] = { .reply = LMTP_UNKNOWN_COMMAND, .declines = true },
	[LMTP_VERB_LHLO] = { .hear = hear_lhlo },
	[LMTP_VERB_MAIL] = { .hear = hear_mail, .is_mail = true },
	[LMTP_VERB_RCPT] = { .hear = hear_rcpt, .is_mail = true },
	[LMTP_VERB_DATA] = { .hear = hear_data, .is_mail = true },
	[LMTP_VERB_RSET] = { .hear = hear_rset },
	[LMTP_VERB_NOOP] = { .reply = LMTP_OK },
	[LMTP_VERB_VRFY] = { .reply = LMTP_CANNOT_VERIFY },
	[LMTP_VERB_HELP] = { .reply = LMTP_HELP },
	[LMTP_VERB_QUIT] = { .hear = hear_quit },
	[LMTP_VERB_HELO] = { .reply = LMTP_SAY_LHLO, .declines = true },
	[LMTP_VERB_BDAT] = { .hear = hear_bdat },
};

static void
hear_command(struct lmtp_session *session, struct slice line)
{
	struct slice		 rest;
	enum lmtp_verb		 verb = lmtp_command_verb(line, &rest);
	const struct hearer	*hearer = &hearers[verb];

	if (!session->greeted && hearer->is_mail) {
		session->data_refused = verb == LMTP_VERB_DATA;
		decline(session, LMTP_LHLO_FIRST);
		return;
	}
	if (session->data_refused && verb == LMTP_VERB_NONE) {
		lmtp_session_end(session, LMTP_DID_NOT_WAIT);
		return;
	}
	session->data_refused = false;
	if (hearer->hear != NULL)
		hearer->hear(session, rest);
	else if (hearer->declines)
		decline(session, hearer->reply);
	else
		say(session, hearer->reply);
}

/* Keeps a piece of a line for later, or only that the line is too long. */
static void
keep_line(struct lmtp_session *session, struct slice piece)
{
	if (!session->line_too_long &&
	    piece.len <= sizeof(session->line) - session->line_len)
		memcpy(session->line + session->line_len, piece.data,
		    piece.len);
	else
		session->line_too_long = true;
	session->line_len += piece.len;
	if (session->line_len >= LMTP_LINE_ENDLESS)
		lmtp_session_end(session, LMTP_ENDLESS_LINE);
}

/* A line to its end, unless it was one too many. */
static void
hear_line(struct lmtp_session *session, struct slice line)
{
	session->heard++;
	if (++session->commands >
	    LMTP_COMMANDS_MAX + session->host->max_recipients)
		lmtp_session_end(session, LMTP_TOO_MANY_COMMANDS);
	else if (!session->line_too_long && line.len < LMTP_LINE_MAX)
		hear_command(session, slice_trim_end(line));
	else if (session->data_refused)
		lmtp_session_end(session, LMTP_DID_NOT_WAIT);
	else
		decline(session, LMTP_LINE_TOO_LONG);
}

/*
 * Commands may end with LF alone: people type them.  That smuggles nothing, as
 * there is no body before the 354.
 */
static void
take_command(struct lmtp_session *session, struct slice *in)
{
	size_t		len = slice_index(*in, '\n');
	struct slice	line = slice_head(*in, len);
	bool		is_whole = len < in->len;

	*in = slice_from(*in, is_whole ? len + 1 : len);
	if (!is_whole || session->line_len > 0 || session->line_too_long) {
		keep_line(session, line);
		if (!is_whole || session->state == STATE_CLOSED)
			return;
		line = slice_make(session->line, session->line_len);
	}
	hear_line(session, line);
	session->line_len = 0;
	session->line_too_long = false;
}

/* From now on the body is only listened to, to its end. */
static void
give_up_body(struct lmtp_session *session, enum lmtp_reply verdict)
{
	session->verdict = verdict;
	lmtp_spill_free(&session->body);
}

static void
keep_body(struct lmtp_session *session, struct slice piece)
{
	const struct lmtp_host	*host = session->host;
	struct fail		 why = FAIL_INIT;

	/* What was refused has no body here. */
	if (session->verdict != LMTP_ACCEPTED || session->refused)
		return;
	if ((int64_t)piece.len > host->max_message - session->body.size) {
		give_up_body(session, LMTP_TOO_BIG);
		return;
	}
	if (lmtp_spill_add(&session->body, piece, &why) == 0)
		return;
	give_up_body(session, errno == ENOSPC || errno == EDQUOT ?
	    LMTP_NO_SPACE : LMTP_NOT_NOW);
	host->trouble(host->data, &why);
}

static void
take_data(struct lmtp_session *session, struct slice *in)
{
	struct slice piece;

	switch (lmtp_unstuff(&session->unstuff, in, &piece)) {
	case UNSTUFFED_PIECE:
		keep_body(session, piece);
		break;
	case UNSTUFFED_MORE:
		break;
	case UNSTUFFED_END:
		session->state = STATE_ANSWER;
		if (session->verdict != LMTP_ACCEPTED)
			lmtp_session_answer(session, session->verdict,
			    SLICE_EMPTY);
		break;
	}
}

enum lmtp_event
lmtp_session_feed(struct lmtp_session *session, struct slice *in)
{
	for (;;) {
		switch (session->state) {
		case STATE_COMMAND:
			if (in->len == 0)
				return LMTP_EVENT_MORE;
			take_command(session, in);
			break;
		case STATE_DATA:
			if (in->len == 0)
				return LMTP_EVENT_MORE;
			take_data(session, in);
			break;
		case STATE_ANSWER:
			return LMTP_EVENT_MESSAGE;
		case STATE_CLOSED:
			return LMTP_EVENT_CLOSE;
		}
	}
}

struct envelope *
lmtp_session_envelope(struct lmtp_session *session)
{
	return &session->envelope;
}

const struct lmtp_spill *
lmtp_session_body(const struct lmtp_session *session)
{
	return &session->body;
}

void
lmtp_session_answer(struct lmtp_session *session, enum lmtp_reply reply,
    struct slice detail)
{
	for (size_t i = 0; i < session->envelope.recipient_count; i++)
		lmtp_reply_write(&session->out, reply, detail);
	if (reply == LMTP_ACCEPTED) {
		session->errors = 0;
		session->commands = 0;
	}
	reset(session);
	session->state = STATE_COMMAND;
}

void
lmtp_session_end(struct lmtp_session *session, enum lmtp_reply reply)
{
	say(session, reply);
	reset(session);
	session->state = STATE_CLOSED;
}

struct slice
lmtp_session_output(const struct lmtp_session *session)
{
	return slice_from(text_slice(&session->out), session->sent);
}

void
lmtp_session_sent(struct lmtp_session *session, size_t len)
{
	session->sent += len;
	if (session->sent < session->out.len)
		return;
	arena_free(&session->out_arena);
	session->out = TEXT_IN(&session->out_arena);
	session->sent = 0;
}

bool
lmtp_session_in_transaction(const struct lmtp_session *session)
{
	return session->has_sender;
}

bool
lmtp_session_in_data(const struct lmtp_session *session)
{
	return session->state == STATE_DATA;
}

uint64_t
lmtp_session_heard(const struct lmtp_session *session)
{
	return session->heard;
}
