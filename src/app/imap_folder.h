/* One folder of an account: what is new in it, and what is still to be done. */
#ifndef APP_IMAP_FOLDER_H
#define APP_IMAP_FOLDER_H

#include "app/role.h"
#include "imap_courier.h"

struct imap_folder {
	const struct conf_folder *conf;
	uint32_t uidvalidity; /* 0: not seen yet */
	int changes;	      /* of it, one after the other */
	int64_t changed_at;   /* clock_mono's */
	bool is_owed; /* what shall become of messages may be undone yet */
};

/* -1: the look was not a whole one; the kinds are those of port/imap. */
int imap_folder_look(struct imap_folder *folder, struct courier *courier,
    const struct role *role, struct fail *why);

#endif
