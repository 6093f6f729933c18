/* Fields that an admin adds to what the desk knows, and what may stand in them. */
#ifndef DESK_FIELD_H
#define DESK_FIELD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

enum field_object {
	FIELD_OF_TICKET, FIELD_OF_PERSON, FIELD_OF_ORGANIZATION,
	FIELD_OBJECT_COUNT
};
const char *field_object_name(enum field_object object); /* "ticket", ... */
bool field_object_parse(struct slice word, enum field_object *out);

enum field_kind {
	FIELD_TEXT, FIELD_LINES, FIELD_NUMBER, FIELD_DATE, FIELD_CHOICE,
	FIELD_CHOICES, FIELD_CHECKBOX, FIELD_URL,
	FIELD_KIND_COUNT
};
const char *field_kind_name(enum field_kind kind); /* "text", ... */
bool field_kind_parse(struct slice word, enum field_kind *out);
/* Whether values are of a list that the admin gives. */
bool field_kind_has_choices(enum field_kind kind);

#define FIELD_NAME_MAX 40
#define FIELD_VALUE_MAX 500  /* octets of a value in one line */
#define FIELD_LINES_MAX 4000 /* of one of lines */

struct field {
	int64_t id;
	enum field_object object;
	struct slice name;
	enum field_kind kind;
	struct slice choices; /* one a line */
};

/* A word of letters, digits, "-" and "_", so that it fits behind "#field.". */
bool field_name_is_good(struct slice name);

/*
 * The value as it is kept: a choice as the list has it, a checkbox as "yes" or
 * "no".  NULL: it fits; else a sentence that says what would.
 */
const char *field_value(const struct field *field, struct slice value,
    struct arena *arena, struct slice *out);

#endif
