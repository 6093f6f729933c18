/*
 * A model of the intake that knows nothing of it: for each client a handful of
 * variables, for each message what was said of it, and what RFC 2033 and 5321
 * and the manual say must be answered and kept.  It sees whole commands, in the
 * order in which their last bytes were sent.
 */
#ifndef UNIT_INTAKE_MODEL_H
#define UNIT_INTAKE_MODEL_H

#include "case.h"

#include "mail/envelope.h"
#include "port/lmtp_session.h"

#define MODEL_RECIPIENTS 4 /* of one message, at most */
#define MODEL_MESSAGE_MAX (700 << 10)
#define MODEL_REFS 6 /* messages that come again and again */

/* What is the matter with the world, as long as bytes are on the way. */
struct world {
	bool desk_reads;
	bool archive_takes;
	bool archive_fails; /* and so badly that the intake may end */
	bool is_open; /* since it changed, the desk was read */
};

/* A message from its MAIL on. */
struct delivery {
	char sender[64];
	enum door door;
	char ref[32], queue_id[32], login[8];
	bool refused;
	const char *recipients[MODEL_RECIPIENTS];
	size_t recipient_count;
	uint64_t body; /* a digest */
	size_t size;
	enum fate {
		FATE_NONE,     /* must not be in the archive */
		FATE_SENT,     /* to its last dot; the answer is not known */
		FATE_MAYBE,    /* nor will it ever be */
		FATE_ACCEPTED, /* as `id` */
	} fate;
	int64_t id;
};

enum said {
	SAID_LHLO, SAID_MAIL, SAID_RCPT, SAID_DATA, SAID_BODY, SAID_RSET,
	SAID_NOOP, SAID_VRFY, SAID_HELP, SAID_EHLO, SAID_RUBBISH, SAID_BDAT,
	SAID_LONG, SAID_QUIT,
};

/* A command, or a body, as it goes over the wire. */
struct saying {
	enum said what;
	size_t end;	 /* where its last byte stands in what is to be sent */
	int code;	 /* MAIL, RCPT: were there nothing else in the way */
	bool is_error;	 /* of the client's program */
	const char *recipient; /* RCPT */
	struct delivery delivery; /* MAIL: as it will be; BODY: digest, size */
};

/* Answers that are due: the one to a message names its delivery, else -1. */
struct answer {
	int code;
	int delivery;
};

struct model {
	bool trusted;
	bool greeted, in_data, data_refused, closed;
	int delivery; /* of this talk's message; -1: no MAIL was accepted */
	int errors;
	size_t commands;
	struct answer due[4096];
	size_t due_count;
};

/* Every message of this archive. */
struct deliveries {
	struct delivery *all;
	size_t count, room;
};

static inline uint64_t
model_digest(struct slice s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.data[i]) * UINT64_C(1099511628211);
	return h;
}

static inline void
model_say(struct model *model, int code, int delivery)
{
	assert_true(model->due_count < ARRAY_LEN(model->due));
	model->due[model->due_count++] = (struct answer){ code, delivery };
}

static inline void
model_close(struct model *model, int code)
{
	model_say(model, code, -1);
	model->closed = true;
	model->delivery = -1;
}

static inline void
model_error(struct model *model, int code)
{
	model_say(model, code, -1);
	if (++model->errors >= LMTP_ERRORS_MAX)
		model_close(model, 421);
}

static inline void
model_mail(struct model *model, struct deliveries *deliveries,
    const struct saying *saying)
{
	if (!model->greeted || model->delivery >= 0) {
		model_error(model, 503);
		return;
	}
	if (saying->is_error) {
		model_error(model, saying->code);
		return;
	}
	model_say(model, saying->code, -1);
	if (saying->code != 250)
		return;
	if (deliveries->count == deliveries->room) {
		deliveries->room = deliveries->room * 2 + 64;
		deliveries->all = realloc(deliveries->all,
		    deliveries->room * sizeof(*deliveries->all));
		assert_non_null(deliveries->all);
	}
	model->delivery = (int)deliveries->count;
	deliveries->all[deliveries->count++] = saying->delivery;
}

static inline void
model_rcpt(struct model *model, struct deliveries *deliveries,
    struct world *world, const struct saying *saying)
{
	struct delivery *delivery;

	if (!model->greeted) {
		model_error(model, 503);
		return;
	}
	if (model->delivery < 0) {
		model_say(model, 503, -1);
		return;
	}
	delivery = &deliveries->all[model->delivery];
	if (!saying->is_error && !delivery->refused &&
	    delivery->recipient_count < MODEL_RECIPIENTS)
		world->is_open = world->desk_reads;
	if (delivery->recipient_count == MODEL_RECIPIENTS) {
		model_say(model, 452, -1);
	} else if (saying->is_error) {
		model_error(model, saying->code);
	} else if (delivery->refused || (world->desk_reads &&
	    saying->code == 250 &&
	    strstr(delivery->sender, "@evil.test") == NULL)) {
		delivery->recipients[delivery->recipient_count++] =
		    saying->recipient;
		model_say(model, 250, -1);
	} else {
		/* For good only by a desk that could be read. */
		model_say(model, world->desk_reads ? 550 : 451, -1);
	}
}

static inline void
model_data(struct model *model, const struct deliveries *deliveries)
{
	if (model->greeted && model->delivery >= 0 &&
	    deliveries->all[model->delivery].recipient_count > 0) {
		model->in_data = true;
		model_say(model, 354, -1);
		return;
	}
	model->data_refused = true;
	if (model->greeted)
		model_say(model, 503, -1);
	else
		model_error(model, 503);
}

static inline void
model_body(struct model *model, struct deliveries *deliveries,
    struct world *world, const struct saying *saying)
{
	struct delivery *delivery = &deliveries->all[model->delivery];
	int code = 250;

	if (saying->delivery.size > MODEL_MESSAGE_MAX && !delivery->refused)
		code = 552;
	else if (!world->archive_takes)
		code = 451;
	if (!delivery->refused) {
		delivery->body = saying->delivery.body;
		delivery->size = saying->delivery.size;
	}
	for (size_t i = 0; i < delivery->recipient_count; i++)
		model_say(model, code, model->delivery);
	if (code == 250) {
		delivery->fate = FATE_SENT;
		model->errors = 0;
		model->commands = 0;
	}
	model->delivery = -1;
	model->in_data = false;
}

static inline void
model_rubbish(struct model *model, int code, bool was_refused)
{
	if (was_refused)
		model_close(model, 421);
	else
		model_error(model, code);
}

/* The last byte of it has been sent. */
static inline void
model_hear(struct model *model, struct deliveries *deliveries,
    struct world *world, const struct saying *saying)
{
	bool was_refused = model->data_refused;

	if (saying->what == SAID_BODY) {
		model_body(model, deliveries, world, saying);
		return;
	}
	model->data_refused = false;
	if (++model->commands > LMTP_COMMANDS_MAX + MODEL_RECIPIENTS) {
		model_close(model, 421);
		return;
	}
	switch (saying->what) {
	case SAID_LHLO:
		model->greeted = true;
		model->delivery = -1;
		model_say(model, 250, -1);
		break;
	case SAID_MAIL:
		model_mail(model, deliveries, saying);
		break;
	case SAID_RCPT:
		model_rcpt(model, deliveries, world, saying);
		break;
	case SAID_DATA:
		model_data(model, deliveries);
		break;
	case SAID_RSET:
		model->delivery = -1;
		model_say(model, 250, -1);
		break;
	case SAID_NOOP:
		model_say(model, 250, -1);
		break;
	case SAID_VRFY:
		model_say(model, 252, -1);
		break;
	case SAID_HELP:
		model_say(model, 214, -1);
		break;
	case SAID_EHLO:
		model_error(model, 500);
		break;
	case SAID_RUBBISH:
		model_rubbish(model, 500, was_refused);
		break;
	case SAID_LONG:
		model_rubbish(model, 451, was_refused);
		break;
	case SAID_BDAT:
		model->data_refused = true;
		model_error(model, 500);
		break;
	case SAID_QUIT:
		model_close(model, 221);
		break;
	case SAID_BODY:
		break;
	}
}

#endif
