/*
 * The languages of our letters, and what of them does not stand in templates:
 * one row each, beside its folder conf/templates/TAG.
 */
#ifndef DESK_LANGUAGE_H
#define DESK_LANGUAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

/* What everything falls back to. */
#define LANGUAGE_DEFAULT "en"
/* Octets, RFC 5646 4.4.1. */
#define LANGUAGE_TAG_MAX 35

struct language {
	const char *tag;     /* "nb" */
	const char *name;    /* as who speaks it calls it */
	const char *too_big; /* of a file that does not go along */
	/* %d day, %m month's word, %n its number, %y year, %t time */
	const char *date;
	const char *months[12];
};

/* The languages in their order; NULL behind the last. */
const struct language *language_at(size_t at);
/* By "de", or "de-AT" where there is nothing closer; NULL: we have none. */
const struct language *language_find(struct slice tag);

/* "de", "pt-BR": a folder may have this name (RFC 5646, as far as it goes). */
bool language_is_tag(struct slice tag);
/* "pt" of "pt-BR"; the whole when there is no more of it. */
struct slice language_primary(struct slice tag);

/*
 * "24 November 2026, 22:21", as people in that zone call the moment; English
 * where we lack the language.
 */
struct slice language_date(struct slice tag, const char *zone, int64_t at,
    struct arena *arena);

#endif
