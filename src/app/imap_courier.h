/* One message from its IMAP folder to the intake, whatever it is like. */
#ifndef APP_IMAP_COURIER_H
#define APP_IMAP_COURIER_H

#include "port/imap.h"
#include "port/lmtp_client.h"
#include "store/archive.h"

struct courier {
	const struct conf *conf;
	const struct conf_imap *account;
	struct imap *imap; /* the connection, while there is one */
	struct archive *archive;
	struct lmtp_client *client;
	struct lmtp_spill_pool pool;
	struct arena arena; /* of one message */
	/* The message that could not be fetched, and how often. */
	uint32_t hard_uid;
	int hard_tries;
};

/* A folder as it is known at this time. */
struct imap_place {
	const struct conf_folder *folder;
	/*
	 * "imap:account/folder/uidvalidity/": a UID's ten digits follow, and
	 * ENVELOPE_STUB when not all of it was taken.
	 */
	struct slice prefix;
};

enum courier_end {
	COURIER_TAKEN, /* the archive has all of it */
	COURIER_KEPT,  /* it has a stub, or its name: the original must stay */
	COURIER_GONE,  /* there is no such message any more */
};

/* -1: it must be tried again. */
int courier_deliver(struct courier *courier, const struct imap_place *place,
    uint32_t uid, enum courier_end *end, struct fail *why);
/*
 * Whether the archive has all of a message, so that what shall become of it
 * may be done (again): 1, 0, -1.
 */
int courier_has_taken(struct courier *courier,
    const struct imap_place *place, uint32_t uid, struct fail *why);

#endif
