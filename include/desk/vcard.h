/*
 * vCards: 4.0 (RFC 6350, with what RFC 9554 adds) is written; 4.0, 3.0 (RFC
 * 2426) and 2.1 are read, as telephones and mail programs really write them.
 */
#ifndef DESK_VCARD_H
#define DESK_VCARD_H

#include "base/text.h"
#include "desk/card.h"

#define VCARD_OCTETS_MAX ((size_t)8 << 20) /* of one card, its photo included */
#define VCARD_LINES_MAX 2000		   /* that are read of one */
#define VCARD_PARAMS_MAX 32		   /* of one property */

enum vcard_cut {
	VCARD_CUT_NONE,	  /* there is no further card */
	VCARD_CUT_MORE,	  /* it does not end here: more bytes must come */
	VCARD_CUT_CARD,	  /* *card is one, from BEGIN to END */
	VCARD_CUT_BROKEN, /* *card has no END before the next one's BEGIN */
};
/*
 * Takes the next card off the front of *rest, and what stands before it.  `last`
 * says that nothing follows *rest.  With VCARD_CUT_MORE it begins with the card;
 * with VCARD_CUT_NONE only what cannot be part of one is taken.
 */
enum vcard_cut vcard_cut(struct slice *rest, bool last, struct slice *card);

/*
 * Reads one card, as vcard_cut gives it.  Never fails: what cannot be read is
 * passed over, and named in out->unheld.  Cost and memory are linear.
 */
void vcard_read(struct slice bytes, struct arena *arena, struct card *out);

/*
 * Writes one card, which vcard_read reads back as it was; `at` is when it was
 * changed last, 0: that is not said.  The card must have a name.
 */
void vcard_write(struct text *to, const struct card *card, int64_t at);

#endif
