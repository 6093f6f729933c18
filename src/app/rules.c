/* Rules, asked after every act. */
#include "app/rules.h"

#include <stdlib.h>
#include <string.h>

#include "app/record.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "rulebook.h"
#include "store/filings.h"
#include "store/rules.h"

/* The last file that was right, and what is wrong with the one there is. */
#define META_RULES "rules"
#define META_TROUBLE "rules-trouble"
#define META_WALK "rules-walk"

static bool
has_file(const struct conf *conf)
{
	return conf->rules_path != NULL && *conf->rules_path != '\0';
}

/* What the words alone do not tell: whether it can be signed. */
static int
expect_secret(const struct conf *conf, const char *path,
    const struct rules *rules, struct fail *why)
{
	if (conf->webhook_secret_file != NULL &&
	    *conf->webhook_secret_file != '\0')
		return 0;
	for (size_t i = 0; i < rules->count; i++)
		for (size_t j = 0; j < rules->items[i].deed_count; j++)
			if (rules->items[i].deeds[j].kind == RULE_WEBHOOK)
				return fail_set(why, FAIL_SETUP, "%s:%u: a"
				    " webhook is signed: set"
				    " webhooks.secret_file in %s first", path,
				    rules->items[i].deeds[j].number,
				    conf->path);
	return 0;
}

int
rules_read(const struct conf *conf, const char *path, struct arena *arena,
    struct rules *out, struct slice *text, struct fail *why)
{
	const char *zone = conf->timezone != NULL ? conf->timezone : "";

	*text = SLICE_EMPTY;
	if (path != NULL && *path != '\0' &&
	    file_read(path, RULES_SIZE_MAX, arena, text, why) < 0) {
		why->kind = FAIL_SETUP;
		return -1;
	}
	if (rules_parse(path, *text, zone, arena, out, why) < 0)
		return -1;
	return expect_secret(conf, path, out, why);
}

/* They are others than before: every ticket's timers are set anew. */
static int
remember(struct desk *desk, struct slice text, struct fail *why)
{
	struct slice before = SLICE_EMPTY, trouble = SLICE_EMPTY;
	struct arena *arena = &desk->rules->arena;

	if (meta_get(desk->db, META_RULES, arena, &before, why) < 0 ||
	    meta_get(desk->db, META_TROUBLE, arena, &trouble, why) < 0)
		return -1;
	if (slice_eq(before, text) && trouble.len == 0)
		return 0;
	if (db_begin(desk->db, why) < 0)
		return -1;
	if (meta_set(desk->db, META_TROUBLE, SLICE(""), why) < 0 ||
	    (!slice_eq(before, text) &&
		(meta_set(desk->db, META_RULES, text.len > 0 ? text
		    : SLICE(""), why) < 0 ||
		    meta_set(desk->db, META_WALK, SLICE("open 0"), why) < 0 ||
		    rule_timers_drop_all(desk->db, why) < 0))) {
		db_rollback(desk->db);
		return -1;
	}
	return db_commit(desk->db, why);
}

/* The old ones go on; somebody must mend the file. */
static int
fall_back(struct desk *desk, const struct fail *wrong, struct fail *why)
{
	struct rulebook *book = desk->rules;
	const char *path = desk->conf->rules_path;
	struct slice text = SLICE_EMPTY;
	struct fail again = FAIL_INIT;

	if (meta_get(desk->db, META_RULES, &book->arena, &text, why) < 0)
		return -1;
	log_error("rules-refused", "why=\"%s\" kept=%s", wrong->text,
	    text.len > 0 ? "old" : "none");
	if (rules_parse(path, text, desk->conf->timezone, &book->arena,
		&book->rules, &again) < 0)
		book->rules = (struct rules){ .hours = { .zone = "" } };
	if (db_begin(desk->db, why) < 0)
		return -1;
	if (meta_set(desk->db, META_TROUBLE, slice_of(wrong->text), why) < 0) {
		db_rollback(desk->db);
		return -1;
	}
	return db_commit(desk->db, why);
}

int
rules_open(struct desk *desk, struct fail *why)
{
	struct rulebook *book = calloc(1, sizeof(*book));
	struct fail wrong = FAIL_INIT;
	struct slice text, walk = SLICE_EMPTY;
	int rc;

	if (book == NULL)
		log_die("out of memory: rules");
	rules_close(desk->rules);
	desk->rules = book;
	if (rules_read(desk->conf, desk->conf->rules_path, &book->arena,
		&book->rules, &text, &wrong) < 0)
		rc = fall_back(desk, &wrong, why);
	else
		rc = remember(desk, text, why);
	if (rc < 0 || meta_get(desk->db, META_WALK, &book->arena, &walk,
	    why) < 0)
		return -1;
	book->is_walking = walk.len > 0;
	book->fired = arena_array(&book->arena, book->rules.count,
	    sizeof(*book->fired));
	if (book->rules.count > 0 || book->rules.target_count > 0)
		log_info("rules-read", "path=%s rules=%zu targets=%zu",
		    desk->conf->rules_path, book->rules.count,
		    book->rules.target_count);
	return 0;
}

void
rules_close(struct rulebook *book)
{
	if (book == NULL)
		return;
	arena_free(&book->arena);
	free(book);
}

int
rules_trouble(struct desk *desk, struct arena *arena, struct slice *out,
    struct fail *why)
{
	*out = SLICE_EMPTY;
	return has_file(desk->conf) ? meta_get(desk->db, META_TROUBLE, arena,
	    out, why) : 0;
}

/* --- what happened --------------------------------------------------------- */

static bool
has_changed(const struct changes *changes, const char *field)
{
	for (size_t i = 0; i < changes->field_count; i++)
		if (strcmp(changes->fields[i].field, field) == 0)
			return true;
	return false;
}

/* Weak evidence makes nothing happen, nor does what was held. */
static bool
counts(const struct action *action, const struct changes *changes)
{
	if (changes->held || action->is_history || changes->merge_into != 0)
		return false;
	return action->kind == ACTION_MESSAGE ||
	    action->kind == ACTION_AGENT || action->kind == ACTION_DESK;
}

static unsigned
find_triggers(const struct action *action, const struct changes *changes)
{
	bool said = changes->has_entry && action->kind != ACTION_DESK;
	enum rule_trigger occasion;
	unsigned triggers = 0;

	if (changes->opened)
		triggers |= RULE_BIT(RULE_CREATED);
	else if (said && (changes->entry.kind == ENTRY_MESSAGE ||
	    changes->entry.kind == ENTRY_REPLY))
		triggers |= RULE_BIT(RULE_REPLIED);
	if (said && changes->entry.flags.len > 0)
		triggers |= RULE_BIT(RULE_FLAGGED);
	if (has_changed(changes, "status"))
		triggers |= RULE_BIT(RULE_STATUS);
	if (has_changed(changes, "assignee"))
		triggers |= RULE_BIT(RULE_ASSIGNED);
	if (action->occasion != NULL &&
	    rule_trigger_parse(slice_of(action->occasion), &occasion))
		triggers |= RULE_BIT(occasion);
	return triggers;
}

static const char *
find_actor(const struct action *action)
{
	if (action->kind == ACTION_MESSAGE)
		return "user";
	return action->kind == ACTION_AGENT ? "agent" : "desk";
}

/* What a rule has done is still about the mail that made it. */
static void
describe(const struct desk *desk, const struct action *action,
    const struct changes *changes, struct rule_event *out)
{
	*out = (struct rule_event){ .ticket_id = changes->ticket.id };
	if (desk->rules != NULL && desk->rules->depth > 0) {
		*out = desk->rules->cause;
	} else if (changes->has_entry) {
		out->entry_id = changes->entry.id;
		out->archive_id = changes->entry.archive_id;
		out->mail = action->mail;
		out->body = changes->entry.new_text;
		out->class = changes->entry.class;
		out->flags = changes->entry.flags;
	}
	out->triggers = find_triggers(action, changes);
	out->by = find_actor(action);
	out->target = action->promise;
}

/* For the gateway, which has the rules. */
static int
leave(struct desk *desk, const struct rule_event *event, bool acted,
    struct arena *arena, struct fail *why)
{
	struct happening happening = { .ticket_id = event->ticket_id,
		.occasion = rule_triggers_text(event->triggers, arena),
		.by = event->by, .acted = acted, .entry_id = event->entry_id };

	if (!has_file(desk->conf) || (event->triggers == 0 && !acted))
		return 0;
	if (happening.occasion.len == 0)
		happening.occasion = SLICE("");
	return happenings_add(desk->db, &happening, why);
}

int
rules_follow(struct desk *desk, const struct action *action,
    const struct changes *changes, struct arena *arena, struct text *record,
    size_t *letters, struct fail *why)
{
	bool acted = action->kind != ACTION_DESK && (changes->has_entry ||
	    changes->field_count > 0 || changes->item_count > 0);
	struct rule_event event;

	if (!counts(action, changes))
		return 0;
	describe(desk, action, changes, &event);
	if (desk->rules == NULL)
		return leave(desk, &event, acted, arena, why);
	if (rule_clock_settle(desk, &event, changes->opened ? PACE_OPENED
	    : acted ? PACE_ACTED : PACE_SAME, clock_now(), arena, why) < 0)
		return -1;
	return rules_run(desk, &event, arena, record, letters, why);
}

/* --- which of them fire ---------------------------------------------------- */

/* A rule for idleness fires once while nobody does anything. */
static int
is_spent(struct desk *desk, const struct rule *rule,
    const struct rule_scene *scene, bool *out, struct fail *why)
{
	int64_t count = 0;

	if ((scene->facts.triggers & RULE_BIT(RULE_IDLE)) != 0 &&
	    rule_firings_since(desk->db, scene->ticket.id,
		slice_of(rule->name), scene->ticket.changed_at, &count,
		why) < 0)
		return -1;
	*out = count > 0;
	return 0;
}

/* 1: it fired, and the ticket may be another; 0; -1. */
static int
try_rule(struct desk *desk, const struct rule *rule,
    const struct rule_event *event, const struct rule_scene *scene,
    struct arena *arena, struct text *record, size_t *letters,
    struct fail *why)
{
	struct rule_firing firing = { .rule = slice_of(rule->name),
		.ticket_id = scene->ticket.id, .at = clock_now(),
		.archive_id = event->archive_id, .trouble = SLICE("") };
	int64_t count;
	bool spent;

	firing.occasion = rule_triggers_text(event->triggers, arena);
	if (is_spent(desk, rule, scene, &spent, why) < 0 ||
	    rule_firings_since(desk->db, scene->ticket.id, SLICE(""),
		firing.at - 3600, &count, why) < 0)
		return -1;
	if (spent || count >= RULE_HOURLY) {
		record_add(record, "rule", rule->name, spent
		    ? SLICE("not again: nobody has done anything since")
		    : SLICE("not: too many rules fired on this ticket within"
		    " an hour"));
		return 0;
	}
	if (rule_fire(desk, rule, event, arena, record, letters,
		&firing.trouble, why) < 0)
		return -1;
	record_add_format(record, "rule", rule->name, "on %.*s: %.*s",
	    SLICE_ARG(firing.occasion), SLICE_ARG(firing.trouble.len > 0
	    ? firing.trouble : SLICE("done")));
	return rule_firings_add(desk->db, &firing, why) < 0 ? -1 : 1;
}

static int
try_all(struct desk *desk, const struct rule_event *event,
    struct arena *arena, struct text *record, size_t *letters,
    struct fail *why)
{
	struct rulebook *book = desk->rules;
	struct rule_scene scene;
	bool is_loaded = false;
	int got;

	for (size_t i = 0; i < book->rules.count; i++) {
		const struct rule *rule = &book->rules.items[i];

		if ((rule->triggers & event->triggers) == 0 || book->fired[i])
			continue;
		if (!is_loaded && rule_scene_load(desk, event, arena, &scene,
		    why) < 0)
			return -1;
		is_loaded = true;
		if (rule_objection(rule, &scene.facts, arena).len > 0)
			continue;
		/* Before it is done: what it does may not make it fire. */
		book->fired[i] = true;
		got = try_rule(desk, rule, event, &scene, arena, record,
		    letters, why);
		if (got < 0)
			return -1;
		is_loaded = got == 0;
	}
	return 0;
}

int
rules_run(struct desk *desk, const struct rule_event *event,
    struct arena *arena, struct text *record, size_t *letters,
    struct fail *why)
{
	struct rulebook *book = desk->rules;
	int rc;

	if (!rules_want(&book->rules, event->triggers))
		return 0;
	if (book->depth == RULE_DEPTH) {
		record_add(record, "rule", "depth",
		    SLICE("no further: rules made rules fire"));
		return 0;
	}
	if (book->depth == 0) {
		memset(book->fired, 0, book->rules.count *
		    sizeof(*book->fired));
		book->cause = *event;
	}
	book->depth++;
	rc = try_all(desk, event, arena, record, letters, why);
	book->depth--;
	return rc;
}
