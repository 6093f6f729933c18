/* What a ticket has any number of, beside its own fields. */
#ifndef DESK_TICKET_ITEM_H
#define DESK_TICKET_ITEM_H

#include <stdbool.h>

#include "base/slice.h"

enum ticket_item {
	ITEM_LABEL,
	ITEM_PARTICIPANT, /* gets the ticket's letters and may answer */
	ITEM_FOLLOWER,	  /* an agent who wants to hear of it */
	ITEM_LINK,	  /* to another ticket, both ways */
	ITEM_FIELD,	  /* the value of a field that an admin defined */
	ITEM_TIME,	  /* minutes spent */
	ITEM_CHARGE,	  /* cents */
	TICKET_ITEM_COUNT
};
/* "label", "participant", ...: the change log's word. */
const char *ticket_item_name(enum ticket_item item);
bool ticket_item_parse(struct slice word, enum ticket_item *out);

struct item_change {
	enum ticket_item item;
	bool removes;
	int64_t id;	    /* of the person, ticket or field; else 0 */
	struct slice name;  /* the label; else what people read of `id` */
	struct slice value; /* of a field; the remark on time and charges */
	struct slice old;   /* of a field: what it was before; may be empty */
	int64_t amount;	    /* minutes; cents */
};

#endif
