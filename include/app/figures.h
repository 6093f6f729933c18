/*
 * How the desk is doing, in figures.  One table names them; what is told to
 * people, as JSON, and to Prometheus comes from it.
 */
#ifndef APP_FIGURES_H
#define APP_FIGURES_H

#include "app/desk.h"
#include "base/text.h"
#include "port/json.h"

enum figure_id {
	FIGURE_UP,
	FIGURE_ROLES,
	FIGURE_HALTED,
	FIGURE_ANSWERS,
	FIGURE_WAITING,
	FIGURE_OLDEST,
	FIGURE_DUE,
	FIGURE_MAILBOXES,
	FIGURE_MAILBOX_ALARMS,
	FIGURE_GRANTS,
	FIGURE_GRANT_ALARMS,
	FIGURE_MAILDIRS,
	FIGURE_MAILDIR_ALARMS,
	FIGURE_MESSAGES,
	FIGURE_TICKETS,
	FIGURE_LETTERS,
	FIGURE_PEOPLE,
	FIGURE_ARCHIVE,
	FIGURE_LAST,
	FIGURE_CAME,
	FIGURE_WRITTEN,
	FIGURE_HELD_BACK,
	FIGURE_IDS
};

enum figure_kind {
	FIGURE_NUMBER,
	FIGURE_BYTES,
	FIGURE_SWITCH, /* 1 or 0 */
	FIGURE_TIME,   /* 0: never, or nothing */
};

struct figure {
	const char *key;    /* in JSON; NULL: it stands elsewhere there */
	const char *metric; /* behind "maildesk_" */
	const char *help;   /* of the metric */
	const char *label;  /* what tells its parts apart; NULL: it has none */
	const char *title;  /* for people; NULL: a sentence has it */
	enum figure_kind kind;
	bool is_list; /* in JSON the names of the parts that are switched on */
	bool is_age;  /* as a metric: the seconds since */
};

/* A figure's value; one that has a label has parts instead. */
struct figure_part {
	const char *name;
	int64_t value;
};
struct figure_value {
	int64_t value;
	struct figure_part *parts;
	size_t count;
};

struct figures {
	struct figure_value of[FIGURE_IDS];
	int64_t now;
};

const struct figure *figure_get(enum figure_id id);

/* In the arena. */
int figures_load(struct desk *desk, int64_t now, struct arena *arena,
    struct figures *out, struct fail *why);

/* For people: "38 filed, 10 quarantined"; empty when it has no title. */
struct slice figure_text(const struct figures *figures, enum figure_id id,
    struct arena *arena);
/* All of them, as members of an object. */
void figures_add_json(const struct figures *figures, struct json *object);
/* In the text format that Prometheus and node_exporter read. */
void figures_add_metrics(const struct figures *figures, struct text *text);

#endif
