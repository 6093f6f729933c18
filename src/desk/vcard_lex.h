/* The lines of a vCard: unfolded, taken apart, decoded. */
#ifndef DESK_VCARD_LEX_H
#define DESK_VCARD_LEX_H

#include "base/arena.h"
#include "desk/vcard.h"

enum vcard_version { VCARD_2_1, VCARD_3_0, VCARD_4_0 };

struct vcard_param {
	struct slice name; /* empty: a word alone, as 2.1 has them */
	struct slice value;
};

struct vcard_property {
	struct slice group, name; /* as written */
	struct vcard_param params[VCARD_PARAMS_MAX];
	size_t param_count;
	struct slice raw; /* value, as written */
};

/*
 * Takes the next property off the front of *rest; lines that are none are passed
 * over.  False at the end.  What is in the property is in the arena, or points
 * into *rest.
 */
bool vcard_lex_next(struct slice *rest, enum vcard_version version,
    struct arena *arena, struct vcard_property *out);

/* The value of a parameter, case-blind; empty when there is none. */
struct slice vcard_param(const struct vcard_property *property,
    const char *name);
/* Whether TYPE, or a word alone, says this. */
bool vcard_has_type(const struct vcard_property *property, const char *type);
/* From 1, the most preferred, to 101: it is not said. */
int vcard_preference(const struct vcard_property *property);

/*
 * The value as UTF-8, out of its transfer encoding and charset, with its escapes
 * yet.  `charset` is meant when it names none itself.
 */
struct slice vcard_value(const struct vcard_property *property,
    struct slice charset, struct arena *arena);
/*
 * The next piece of a value up to `separator`, if that is not escaped; false
 * when *rest was used up (data NULL).
 */
bool vcard_piece(struct slice *rest, char separator, struct slice *piece);
/* A piece without escapes; line ends are LF, other controls blanks. */
struct slice vcard_plain(struct slice piece, enum vcard_version version,
    struct arena *arena);

#endif
