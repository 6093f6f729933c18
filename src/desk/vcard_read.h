/* A card while it is read. */
#ifndef DESK_VCARD_READ_H
#define DESK_VCARD_READ_H

#include "vcard_lex.h"

/* What stands in a group's X-ABLabel. */
struct vcard_label {
	struct slice group, value;
};

struct vcard_reader {
	struct card *card;
	struct arena *arena;
	enum vcard_version version;
	struct slice charset; /* of what names none; empty: look at it */
	struct vcard_label *labels;
	size_t label_count;
	/* How preferred what the card has of it is; 0: it has none. */
	int preferences[PROFILE_KEY_COUNT];
	int preference_organization;
	struct slice *addresses;
	int *address_preferences;
	size_t address_count;
	struct slice own_name; /* N, put together */
	struct slice role;
	struct slice *postal_labels; /* in case there is no ADR */
	size_t postal_label_count;
};

/* The whole value as text. */
struct slice vcard_reader_text(const struct vcard_reader *reader,
    const struct vcard_property *property);
/* The label of the property's group, without Apple's marks; may be empty. */
struct slice vcard_reader_label(const struct vcard_reader *reader,
    const struct vcard_property *property);

/* IMPP, X-SOCIALPROFILE, X-JABBER and the like; false: it is none of those. */
bool vcard_read_network(struct vcard_reader *reader,
    const struct vcard_property *property);

#endif
