/* What is new in a foreign Maildir, and what is still to be done there. */
#ifndef APP_MAILDIR_FOLDER_H
#define APP_MAILDIR_FOLDER_H

#include "app/role.h"
#include "maildir_courier.h"

/* A message that the last look left behind. */
struct maildir_known {
	struct slice name;
	bool is_odd; /* looked at again; told of once */
};

struct maildir_folder {
	struct maildir_courier courier;
	struct arena arenas[2]; /* of the last look, and of this one */
	int turn;
	struct maildir_known *known; /* in the order of names */
	size_t known_count;
};

/*
 * -1: the look was not a whole one; FAIL_SETUP when a person must act, and
 * messages that could be taken were.
 */
int maildir_folder_look(struct maildir_folder *folder,
    const struct role *role, struct fail *why);

#endif
