/* The table of figures, and three ways to tell them. */
#include "app/figures.h"

#include <assert.h>
#include <inttypes.h>

#include "app/cli_when.h"

static const struct figure table[] = {
	[FIGURE_UP] = { "up", "up", "Whether maildeskd runs.",
	    .kind = FIGURE_SWITCH },
	[FIGURE_ROLES] = { "roles", "role_up",
	    "Whether the role has a process.", .label = "role",
	    .title = "Running", .kind = FIGURE_SWITCH },
	[FIGURE_HALTED] = { "alarm", "role_halted",
	    "Whether the role stays down until maildesk check passes.",
	    .label = "role", .kind = FIGURE_SWITCH, .is_list = true },
	[FIGURE_ANSWERS] = { "intake_answers", "intake_answers",
	    "Whether the intake takes connections.", .kind = FIGURE_SWITCH },
	[FIGURE_WAITING] = { "waiting", "waiting_messages",
	    "Messages that are accepted and not filed.",
	    .kind = FIGURE_NUMBER },
	[FIGURE_OLDEST] = { "oldest_waiting_since",
	    "oldest_waiting_age_seconds",
	    "How long the oldest of them waits; 0 when none does.",
	    .kind = FIGURE_TIME, .is_age = true },
	[FIGURE_DUE] = { "next_letter_due", "oldest_due_letter_age_seconds",
	    "How long the first letter to be sent is due; 0 when none is.",
	    .kind = FIGURE_TIME, .is_age = true },
	[FIGURE_MAILBOXES] = { NULL, "imap_last_success_timestamp_seconds",
	    "When the account was last looked into; 0: never.",
	    .label = "account", .kind = FIGURE_TIME },
	[FIGURE_MAILBOX_ALARMS] = { NULL, "imap_alarm",
	    "Whether the account has not been looked into for too long.",
	    .label = "account", .kind = FIGURE_SWITCH },
	[FIGURE_GRANTS] = { NULL, "oauth_token_expires_timestamp_seconds",
	    "When the token ends that is known last; 0: there is none.",
	    .label = "account", .kind = FIGURE_TIME },
	[FIGURE_GRANT_ALARMS] = { NULL, "oauth_alarm",
	    "Whether a person must see to where tokens come from.",
	    .label = "account", .kind = FIGURE_SWITCH },
	[FIGURE_MAILDIRS] = { NULL, "maildir_last_success_timestamp_seconds",
	    "When the Maildir was last looked into; 0: never.",
	    .label = "folder", .kind = FIGURE_TIME },
	[FIGURE_MAILDIR_ALARMS] = { NULL, "maildir_alarm",
	    "Whether the Maildir has not been looked into for too long.",
	    .label = "folder", .kind = FIGURE_SWITCH },
	[FIGURE_MESSAGES] = { "messages", "messages",
	    "Archived messages, by what became of them.", .label = "state",
	    .title = "Messages" },
	[FIGURE_TICKETS] = { "tickets", "tickets", "Tickets by their status.",
	    .label = "status", .title = "Tickets" },
	[FIGURE_LETTERS] = { "letters", "letters", "Letters by their state.",
	    .label = "state", .title = "Letters" },
	[FIGURE_PEOPLE] = { "people", "people",
	    "Users and agents that are known.", .title = "People" },
	[FIGURE_ARCHIVE] = { "archive_bytes", "archive_bytes",
	    "Size of the archive's files.", .title = "Archive",
	    .kind = FIGURE_BYTES },
	[FIGURE_LAST] = { "last_message", "last_message_id",
	    "The number of the newest message; it only grows.",
	    .kind = FIGURE_NUMBER },
	[FIGURE_CAME] = { "messages_last_hour", "messages_last_hour",
	    "Messages that were accepted within the last hour.",
	    .kind = FIGURE_NUMBER },
	[FIGURE_WRITTEN] = { "letters_last_hour", "letters_last_hour",
	    "Letters that were written within the last hour.",
	    .kind = FIGURE_NUMBER },
	[FIGURE_HELD_BACK] = { "letters_held_back", "letters_held_back_last_day",
	    "Letters that were not written within the last day, by counter.",
	    .label = "counter", .title = "Held back" },
};
static_assert(ARRAY_LEN(table) == FIGURE_IDS, "every figure has its row");

const struct figure *
figure_get(enum figure_id id)
{
	assert(id < FIGURE_IDS);
	return &table[id];
}

/* --- to people ---------------------------------------------------------------- */

/* What there is, and what is switched off. */
static struct slice
parts_text(const struct figure *figure, const struct figure_value *value,
    struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < value->count; i++) {
		const struct figure_part *part = &value->parts[i];

		if (figure->kind == FIGURE_SWITCH)
			text_add_format(&text, "%s%s%s", i > 0 ? ", " : "",
			    part->value != 0 ? "" : "not ", part->name);
		else if (part->value != 0)
			text_add_format(&text, "%s%" PRId64 " %s",
			    text.len > 0 ? ", " : "", part->value,
			    part->name);
	}
	return text.len > 0 ? text_slice(&text) : SLICE("none");
}

struct slice
figure_text(const struct figures *figures, enum figure_id id,
    struct arena *arena)
{
	const struct figure *figure = &table[id];
	const struct figure_value *value = &figures->of[id];
	char size[CLI_WHEN_SIZE];

	if (figure->title == NULL)
		return SLICE_EMPTY;
	if (figure->label != NULL)
		return parts_text(figure, value, arena);
	if (figure->kind == FIGURE_BYTES)
		return arena_format(arena, "%s", cli_size(value->value, size));
	return arena_format(arena, "%" PRId64, value->value);
}

/* --- as JSON ------------------------------------------------------------------ */

static void
add_member(struct json *object, const char *key, enum figure_kind kind,
    int64_t value)
{
	switch (kind) {
	case FIGURE_NUMBER:
	case FIGURE_BYTES:
		json_add_int(object, key, value);
		return;
	case FIGURE_SWITCH:
		json_add_bool(object, key, value != 0);
		return;
	case FIGURE_TIME:
		json_add_time(object, key, value);
		return;
	}
	assert(false);
}

static void
add_list(struct json *object, const char *key,
    const struct figure_value *value)
{
	struct json *array = json_add_array(object, key);

	for (size_t i = 0; i < value->count; i++)
		if (value->parts[i].value != 0)
			json_append_text(array,
			    slice_of(value->parts[i].name));
}

void
figures_add_json(const struct figures *figures, struct json *object)
{
	for (size_t id = 0; id < FIGURE_IDS; id++) {
		const struct figure *figure = &table[id];
		const struct figure_value *value = &figures->of[id];
		struct json *parts;

		if (figure->key == NULL)
			continue;
		if (figure->is_list) {
			add_list(object, figure->key, value);
			continue;
		}
		if (figure->label == NULL) {
			add_member(object, figure->key, figure->kind,
			    value->value);
			continue;
		}
		parts = json_add_object(object, figure->key);
		for (size_t i = 0; i < value->count; i++)
			add_member(parts, value->parts[i].name, figure->kind,
			    value->parts[i].value);
	}
}

/* --- to Prometheus ------------------------------------------------------------ */

/* What has not come about yet has no age. */
static int64_t
metric_value(const struct figure *figure, int64_t value, int64_t now)
{
	if (!figure->is_age)
		return value;
	return value > 0 && value < now ? now - value : 0;
}

static void
add_metric(const struct figure *figure, const struct figure_value *value,
    int64_t now, struct text *text)
{
	if (figure->label == NULL) {
		text_add_format(text, "maildesk_%s %" PRId64 "\n",
		    figure->metric, metric_value(figure, value->value, now));
		return;
	}
	/* Words of ours, and names of accounts: nothing needs escaping. */
	for (size_t i = 0; i < value->count; i++)
		text_add_format(text, "maildesk_%s{%s=\"%s\"} %" PRId64 "\n",
		    figure->metric, figure->label, value->parts[i].name,
		    metric_value(figure, value->parts[i].value, now));
}

void
figures_add_metrics(const struct figures *figures, struct text *text)
{
	for (size_t id = 0; id < FIGURE_IDS; id++) {
		const struct figure *figure = &table[id];

		/* No account, nothing to say of accounts. */
		if (figure->label != NULL && figures->of[id].count == 0)
			continue;
		text_add_format(text, "# HELP maildesk_%s %s\n"
		    "# TYPE maildesk_%s gauge\n", figure->metric,
		    figure->help, figure->metric);
		add_metric(figure, &figures->of[id], figures->now, text);
	}
}
