/*
 * Rules: what the desk does by itself.  A file of them is read into plain
 * values; a rule fires or does not by facts alone.
 *
 *	rule big-customers
 *		on created, replied
 *		if sender @acme.example
 *		if not label ignored
 *		do priority urgent
 *		do notify managers
 */
#ifndef DESK_RULE_H
#define DESK_RULE_H

#include "base/fail.h"
#include "desk/command.h"
#include "desk/hours.h"
#include "desk/organization.h"
#include "desk/person.h"
#include "desk/promise.h"
#include "desk/ticket.h"
#include "desk/ticket_item.h"
#include "desk/usergroup.h"
#include "mail/mail.h"

#define RULES_SIZE_MAX ((size_t)256 << 10) /* of a file */
#define RULES_MAX 500
#define RULE_LINES_MAX 50 /* of `if`, of `do`, of one rule */
#define RULE_VALUES_MAX 50 /* behind one `if` */
#define RULE_NAME_MAX 64
#define RULE_DEPTH 5 /* rules that make rules fire */
#define RULE_HOURLY 30 /* firings on one ticket in an hour */

enum rule_trigger {
	RULE_CREATED, RULE_REPLIED, RULE_STATUS, RULE_ASSIGNED, RULE_IDLE,
	RULE_DUE, RULE_FLAGGED, RULE_HOUR, RULE_WARNED, RULE_MISSED,
	RULE_TRIGGER_COUNT
};
#define RULE_BIT(trigger) (1u << (trigger))

/* A word of the language, for the reader and the manual. */
struct rule_word {
	const char *name;
	const char *usage; /* what stands behind it, in mdoc's capitals */
	const char *help;
};
const struct rule_word *rule_trigger_word(enum rule_trigger trigger);
bool rule_trigger_parse(struct slice word, enum rule_trigger *out);

enum rule_test {
	RULE_IF_SENDER, RULE_IF_BY, RULE_IF_DEPARTMENT, RULE_IF_SUBJECT,
	RULE_IF_BODY, RULE_IF_HEADER, RULE_IF_CLASS, RULE_IF_LANGUAGE,
	RULE_IF_FLAG, RULE_IF_LABEL, RULE_IF_PRIORITY, RULE_IF_STATUS,
	RULE_IF_ASSIGNEE, RULE_IF_HOURS, RULE_IF_TARGET,
	RULE_IF_ORGANIZATION, RULE_IF_ROLE, RULE_IF_USERGROUP,
	RULE_TEST_COUNT
};
const struct rule_word *rule_test_word(enum rule_test test);
bool rule_test_parse(struct slice word, enum rule_test *out);

/* What there is beside the commands behind `do`; and the file's other lines. */
const struct rule_word *rule_deed_words(size_t *count);
const struct rule_word *rule_line_words(size_t *count);

struct rule_condition {
	enum rule_test test;
	bool negated;
	struct slice header;  /* of RULE_IF_HEADER: its name */
	struct slice *values; /* one of them must hold; none: it is there */
	size_t value_count;
	struct slice line;    /* as written behind `if` */
	unsigned number;
};

struct rule_conditions {
	struct rule_condition *items;
	size_t count;
};

enum rule_deed_kind { RULE_COMMAND, RULE_NOTIFY, RULE_WEBHOOK };

struct rule_deed {
	enum rule_deed_kind kind;
	struct command command; /* of RULE_COMMAND */
	struct slice value;	/* whom, where to */
	struct slice line;
	unsigned number;
};

struct rule {
	const char *name;
	unsigned number; /* its line */
	unsigned triggers; /* bits */
	int64_t idle;	   /* seconds, of RULE_IDLE */
	struct rule_conditions conditions;
	struct rule_deed *deeds;
	size_t deed_count;
};

struct rule_target {
	enum promise_kind kind;
	struct promise_target promise;
	struct rule_conditions conditions;
	unsigned number;
};

struct rules {
	struct hours hours;
	struct rule *items; /* in the order of the file, which counts */
	size_t count;
	struct rule_target *targets;
	size_t target_count;
	unsigned tests; /* RULE_BIT of each that some condition makes */
};
#define RULE_TESTS_OF_PEOPLE (RULE_BIT(RULE_IF_ORGANIZATION) | \
	RULE_BIT(RULE_IF_ROLE) | RULE_BIT(RULE_IF_USERGROUP))

/*
 * Reads a file's text; `path` is for the sentence, `zone` holds where the file
 * names none.  Everything is in the arena or points into the text.  FAIL_SETUP:
 * "rules:7: ...".
 */
int rules_parse(const char *path, struct slice text, const char *zone,
    struct arena *arena, struct rules *out, struct fail *why);
/* Whether some rule is for one of these triggers. */
bool rules_want(const struct rules *rules, unsigned triggers);

/* What has happened, and the ticket as it is. */
struct rule_facts {
	unsigned triggers;
	int64_t idle; /* of RULE_IDLE: which of them has passed */
	const char *target; /* of RULE_WARNED, RULE_MISSED: "response" */
	const char *by; /* "user", "agent", "desk" */

	const struct ticket *ticket;
	struct slice sender; /* whose mail; else the user's address, folded */
	const struct department *department;
	const struct person *assignee; /* id 0: nobody */
	const struct item_change *labels;
	size_t label_count;
	bool are_hours; /* it is within business hours */
	/* Of who wrote it; of the user, where no user did.  NULL: nowhere. */
	const struct belonging *belonging;
	const struct usergroup *groups;
	size_t group_count;

	const struct mail *mail; /* NULL: none came */
	struct slice body, class, flags; /* of the entry */
};

/*
 * Empty: the rule fires; else why it does not, for people.  Spam is looked at
 * by rules that ask for it with `if status`; what is over, where nothing but
 * time went by, likewise.
 */
struct slice rule_objection(const struct rule *rule,
    const struct rule_facts *facts, struct arena *arena);
/* The first target of this kind whose conditions hold, or NULL. */
const struct rule_target *rules_target(const struct rules *rules,
    enum promise_kind kind, const struct rule_facts *facts,
    struct arena *arena);

/*
 * For a dry run: what a command would make of the facts, as far as conditions
 * can tell.  `ticket` is facts->ticket, to be changed.
 */
void rule_pretend(const struct command *command, struct ticket *ticket,
    struct rule_facts *facts, struct arena *arena);

#endif
