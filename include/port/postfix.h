/*
 * How the Postfix of this machine is set up, as postconf(1) and postmap(1) say
 * it.  Nothing is changed.
 */
#ifndef PORT_POSTFIX_H
#define PORT_POSTFIX_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/fail.h"

/* A line of master.cf; slices in the arena. */
struct postfix_service {
	struct slice name, type, command;
	struct slice arguments; /* what stands behind the command */
	bool is_chrooted;
};

struct postfix {
	const char *commands; /* the folder of postconf and postmap; kept */
	const char *config;   /* that of main.cf; NULL: the system's; kept */
	struct arena *arena;  /* of all answers; kept */
	struct postfix_service *services;
	size_t count;
};

/* Reads master.cf: 1; 0: there is no Postfix here; -1: it cannot be asked. */
int postfix_open(struct postfix *postfix, const char *commands,
    const char *config, struct arena *arena, struct fail *why);

/*
 * A line as `postconf -M` prints it, one service on one line; false when it is
 * none.  Slices point into it.
 */
bool postfix_service_parse(struct slice line, struct postfix_service *out);
/* The service with this name, or NULL. */
const struct postfix_service *postfix_find(const struct postfix *postfix,
    struct slice name);
/*
 * "flags" of a pipe's arguments; false when it is not given.  What stands
 * behind argv= are words of the program.
 */
bool postfix_attribute(const struct postfix_service *service,
    struct slice name, struct slice *out);
/* "--socket" of the program's words, likewise. */
bool postfix_word(const struct postfix_service *service, struct slice name,
    struct slice *out);

/* What main.cf says of it, with what it refers to; unknown ones are empty. */
int postfix_setting(struct postfix *postfix, const char *name,
    struct slice *out, struct fail *why);
/* What a table ("hash:/etc/postfix/transport") says of a key: 1, 0, -1. */
int postfix_lookup(struct postfix *postfix, struct slice table,
    struct slice key, struct slice *out, struct fail *why);
/* "120s", "2m", "1h"; a bare number is seconds. False: it is none. */
bool postfix_time(struct slice text, int64_t *seconds);

#endif
