/*
 * A person as address books hold one: what a vCard or a line of a CSV file says,
 * as far as a record of ours has a place for it.
 */
#ifndef DESK_CARD_H
#define DESK_CARD_H

#include <stdbool.h>

#include "desk/profile.h"

#define CARD_VALUES_MAX 100 /* of each list; more: limited */
#define CARD_NOTE_MAX (64 << 10) /* octets; what is longer is cut */

struct card_contact {
	enum profile_id kind; /* one whose place is PROFILE_CONTACT */
	struct slice value;
};

struct card_note {
	struct slice text;
	int64_t at;	      /* 0: not said */
	struct slice address; /* of who wrote it; may be empty */
};

/* Of a field that an admin has added. */
struct card_field {
	struct slice name, value;
};

/*
 * All text is UTF-8 without NULs, trimmed.  Values are as they came: whether
 * they are what a record takes says profile_value.
 */
struct card {
	/* PROFILE_NAME, _TITLE, _SUMMARY, _TIMEZONE, _LANGUAGE; or empty. */
	struct slice values[PROFILE_KEY_COUNT];
	struct slice uid;
	struct slice organization;
	struct slice *addresses; /* the most preferred first */
	size_t address_count;
	struct card_contact *contacts;
	size_t contact_count;
	struct card_note *notes;
	size_t note_count;
	struct slice *labels;
	size_t label_count;
	struct card_field *fields;
	size_t field_count;
	/* What it says besides, by its name there: "BDAY", each once. */
	struct slice *unheld;
	size_t unheld_count;
	bool is_group; /* it is of no one person */
	bool limited;  /* there was more than is read of one */
};

/*
 * Each adds a copy to the list, unless it is empty or there already; over
 * CARD_VALUES_MAX the card is limited.
 */
void card_add_address(struct card *card, struct slice address,
    struct arena *arena);
void card_add_contact(struct card *card, enum profile_id kind,
    struct slice value, struct arena *arena);
void card_add_note(struct card *card, const struct card_note *note,
    struct arena *arena);
void card_add_label(struct card *card, struct slice label,
    struct arena *arena);
void card_add_field(struct card *card, struct slice name, struct slice value,
    struct arena *arena);
void card_add_unheld(struct card *card, struct slice name,
    struct arena *arena);

/*
 * A website: one of a network's pages is contact data of that network
 * ("https://x.com/kim" is Twitter's kim).
 */
void card_add_website(struct card *card, struct slice value,
    struct arena *arena);
/* An address in its pieces, as lines: empty ones are left out. */
struct card_postal {
	struct slice box, extended, street, locality, region, code, country;
};
struct slice card_postal_lines(const struct card_postal *postal,
    struct arena *arena);

#endif
