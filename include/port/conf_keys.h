/* The one table of settings, and what may stand behind each. */
#ifndef PORT_CONF_KEYS_H
#define PORT_CONF_KEYS_H

#include "port/conf.h"

enum conf_kind {
	CONF_STRING,  /* const char *; one of `words` where there are any */
	CONF_DOMAIN,  /* const char *; a domain in ASCII */
	CONF_ZONE,    /* const char *; a time zone of the system's, or "" */
	CONF_LANGUAGE, /* const char *; one that letters are written in */
	CONF_PATH,    /* const char * */
	CONF_WORD,    /* an enum: the place of the word among `words` */
	CONF_INTEGER, /* int64_t; min to max */
	CONF_SIZE,    /* int64_t; bytes, or text like "64 MiB" */
	CONF_MODE,    /* int64_t; octal digits in quotes */
	CONF_PAUSES,  /* struct conf_pauses; "30s 5m 1h" */
	CONF_SWITCH,  /* bool; true or false, without quotes */
	CONF_KIND_COUNT
};

struct conf_key {
	const char *group, *name;
	enum conf_kind kind;
	size_t offset;	      /* in struct conf or that of a list */
	int64_t min, max;     /* of text: its length */
	const char *const *words; /* NULL behind the last; or NULL */
	/* As it would be written, without quotes; NULL: it must be given. */
	const char *fallback;
	const char *example;  /* for the sample, where the fallback is no use */
	bool in_state;	      /* the fallback is a name in state.dir */
	const char *help;
};

struct conf_group {
	const char *name;
	const char *help;
};

#define CONF_KEYS_MAX 96

const struct conf_key *conf_keys(size_t *count);
/* Those of one of the list `oauth`. */
#define CONF_OAUTH "oauth"
extern const char conf_oauth_help[];
const struct conf_key *conf_oauth_keys(size_t *count);
/* Those of one account of the list `imap`, and of one of its folders. */
#define CONF_IMAP "imap"
#define CONF_FOLDERS "imap.folders"
extern const char conf_imap_help[];
const struct conf_key *conf_imap_keys(size_t *count);
const struct conf_key *conf_folder_keys(size_t *count);
/* Those of one Maildir of the list `maildir`. */
#define CONF_MAILDIR "maildir"
extern const char conf_maildir_help[];
const struct conf_key *conf_maildir_keys(size_t *count);
const struct conf_group *conf_groups(size_t *count);
/* NULL when there is none. */
const struct conf_key *conf_key_find(struct slice group, struct slice name);
const struct conf_group *conf_group_find(struct slice name);
/* "text", "size", ...: for people. */
const char *conf_kind_name(enum conf_kind kind);

/* What to write instead of a name that is none, as a sentence's second half. */
struct slice conf_key_advice(struct slice group, struct slice name,
    struct arena *arena);
struct slice conf_group_advice(struct slice name, struct arena *arena);

#endif
