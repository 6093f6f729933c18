/*
 * What is known of a person beside names and addresses: one table of keys,
 * which `user set` reads, `user show` prints and a merge unites.
 */
#ifndef DESK_PROFILE_H
#define DESK_PROFILE_H

#include <stdbool.h>

#include "base/arena.h"

#define PROFILE_LINE_MAX 500	/* octets of a value of one line */
#define PROFILE_LINES_MAX 4000	/* of one that may have several */
#define PROFILE_VALUES_MAX 20	/* of one kind of contact data */

enum profile_place {
	PROFILE_RECORD,	    /* in the record itself, one value */
	PROFILE_PREFERENCE, /* one value; none means the desk's default */
	PROFILE_CONTACT,    /* any number of values */
};

enum profile_id {
	PROFILE_NAME, PROFILE_TITLE, PROFILE_SUMMARY, PROFILE_TIMEZONE,
	PROFILE_LANGUAGE, PROFILE_PHONE, PROFILE_WEBSITE, PROFILE_IM,
	PROFILE_TWITTER, PROFILE_LINKEDIN, PROFILE_FACEBOOK, PROFILE_POSTAL,
	PROFILE_KEY_COUNT
};

struct profile_key {
	const char *name;  /* "phone": what is typed and stored */
	const char *title; /* "Phone" */
	enum profile_place place;
	bool lines;	   /* may have several */
	const char *hint;  /* what it must be, for who wrote another thing */
	/* One line, trimmed: makes it what is kept; false: it is none. */
	bool (*tidy)(struct slice value, struct arena *arena,
	    struct slice *out);
};

const struct profile_key *profile_key(enum profile_id id);
/* Case-blind; NULL: there is no such key. */
const struct profile_key *profile_key_find(struct slice word);

/*
 * The value as it is kept, in the arena: trimmed, "@kim" and
 * "https://twitter.com/kim" as "kim", a website with its scheme.  False when it
 * is no such value, too long, empty, not UTF-8 or has controls in it.
 */
bool profile_value(const struct profile_key *key, struct slice value,
    struct arena *arena, struct slice *out);
/*
 * How a kept value of contact data is compared: without case and, of a phone
 * number, its digits alone, a leading 00 being a +.
 */
struct slice profile_folded(const struct profile_key *key, struct slice value,
    struct arena *arena);

#endif
