/* What the parts of the reader of rules have in common. */
#ifndef DESK_RULE_READER_H
#define DESK_RULE_READER_H

#include "desk/rule.h"

struct rule_reader {
	const char *path;
	struct arena *arena;
	struct rules *rules;
	unsigned number; /* of the line */
	/* Whose lines these are; both NULL: nobody's yet. */
	struct rule *rule;
	struct rule_target *target;
	bool has_triggers, has_hours;
};

/* -1, with path and line before the sentence. */
int rule_refuse(const struct rule_reader *reader, struct fail *why,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The next word, ended by blanks; empty at the end. */
struct slice rule_next_word(struct slice *rest);
/* "30m", "4h", "2d", "1w". */
bool rule_span(struct slice word, int64_t *seconds);

/* What stands behind the word; the line is trimmed. */
int rule_read_zone(struct rule_reader *reader, struct slice rest,
    struct fail *why);
int rule_read_hours(struct rule_reader *reader, struct slice rest,
    struct fail *why);
int rule_read_holiday(struct rule_reader *reader, struct slice rest,
    struct fail *why);
int rule_read_if(struct rule_reader *reader, struct slice rest,
    struct fail *why);
int rule_read_do(struct rule_reader *reader, struct slice rest,
    struct fail *why);

#endif
