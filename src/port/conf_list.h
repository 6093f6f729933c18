/* Lists of groups, `imap = ( { ... }, { ... } );`, as they are read. */
#ifndef PORT_CONF_LIST_H
#define PORT_CONF_LIST_H

#include "conf_setting.h"

/* A longer one makes long names of files and processes. */
#define CONF_NAME_LEN 32

/* A { } while it is read. */
struct conf_item {
	struct conf_reader *reader;
	const config_setting_t *group;
	const char *what; /* the list's name: CONF_IMAP or the like */
	const struct conf_key *keys;
	size_t count;
	void *to; /* the struct that the keys are of */
	unsigned lines[CONF_KEYS_MAX];
};

/*
 * All its settings, checked; the list that is called `inner` (NULL: none) is
 * left for the caller, and *list stays as it is without one.
 */
int conf_item_read(struct conf_item *item, const char *inner,
    const config_setting_t **list, struct fail *why);
/* "file:7: imap.after: ...", the sentence being in *why; -1. */
int conf_item_refuse(const struct conf_item *item, const char *name,
    struct fail *why);

/* How many there are; -1 when it is no list, or longer than max. */
int conf_list_length(const struct conf_reader *reader, const char *what,
    const config_setting_t *list, int max, struct fail *why);

/* Letters, digits, - and _, at most CONF_NAME_LEN. */
bool conf_is_name(const char *name);

#endif
