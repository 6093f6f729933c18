/* The classes of mail: their words, and what each may do on the desk. */
#include "mail/classify.h"

#include <assert.h>

static const struct slice class_names[] = {
	[MAIL_HUMAN] = SLICE_INIT("human"),
	[MAIL_AUTO_REPLY] = SLICE_INIT("auto-reply"),
	[MAIL_AUTO_GENERATED] = SLICE_INIT("auto-generated"),
	[MAIL_LIST] = SLICE_INIT("list"),
	[MAIL_BOUNCE] = SLICE_INIT("bounce"),
	[MAIL_RECEIPT] = SLICE_INIT("receipt"),
	[MAIL_COMPLAINT] = SLICE_INIT("complaint"),
	[MAIL_OWN_LOOP] = SLICE_INIT("own-loop"),
};
static_assert(ARRAY_LEN(class_names) == MAIL_CLASS_COUNT,
    "every class of mail has a name");

static const struct class_effects effects[] = {
	[MAIL_HUMAN] = {
		.ticket = EFFECT_TICKET,
		.reopens = true,
		.acknowledged = true,
		.commands = true,
		.tells_agents = true,
	},
	[MAIL_AUTO_REPLY] = {
		.ticket = EFFECT_THREAD,
		.quarantine_reason = "auto-reply",
	},
	[MAIL_AUTO_GENERATED] = {
		.ticket = EFFECT_TICKET,
		.reopens = true,
		.tells_agents = true,
	},
	[MAIL_LIST] = {
		.ticket = EFFECT_TICKET,
		.reopens = true,
		.tells_agents = true,
	},
	/* An agent hears of it only once, and only if a reply bounced hard. */
	[MAIL_BOUNCE] = {
		.ticket = EFFECT_LETTER,
		.tells_agents = true,
		.quarantine_reason = "bounce",
	},
	[MAIL_RECEIPT] = {
		.ticket = EFFECT_LETTER,
		.quarantine_reason = "receipt",
	},
	[MAIL_COMPLAINT] = {
		.ticket = EFFECT_LETTER,
		.quarantine_reason = "complaint",
	},
	[MAIL_OWN_LOOP] = {
		.ticket = EFFECT_QUARANTINE,
		.quarantine_reason = "loop",
	},
};
static_assert(ARRAY_LEN(effects) == MAIL_CLASS_COUNT,
    "every class of mail has its effects");

const char *
mail_class_name(enum mail_class class)
{
	return class_names[class].data;
}

const struct class_effects *
class_effects(enum mail_class class)
{
	return &effects[class];
}
