/*
 * Authentication-Results (RFC 8601): what mail servers on the way say of a
 * mail, and which of it is to be believed.
 *
 * Anybody can write such a field.  It counts when it bears the name of a
 * server that is trusted, and stands above the first Received line that none
 * of our own hosts has written; and that server must strip its own name from
 * what strangers send, as RFC 8601 wants (`maildesk doctor` tries it).
 */
#ifndef MAIL_AUTHRES_H
#define MAIL_AUTHRES_H

#include <stdbool.h>

#include "mail/header.h"

/* "header.d=example.com" */
struct authres_property {
	struct slice type; /* "header"; empty: it had none, which is not RFC */
	struct slice name; /* "d" */
	struct slice value; /* quotes gone */
};

/* "dkim=pass (comment) reason="x" header.d=example.com" */
struct authres_result {
	struct slice method, result;
	struct authres_property *properties;
	size_t property_count;
};

struct authres_field {
	struct slice id; /* the authserv-id */
	struct authres_result *results; /* none: "none" was said */
	size_t count;
};

/*
 * Reads an unfolded value.  False when it is none by RFC 8601's grammar or of
 * another version than 1: then nothing of it counts, but out->id is what could
 * be read of it.  Taken beyond the grammar
 * are a ';' at the end, properties without a type and values with any
 * printable bytes, because servers write them.  Everything in the arena or in
 * `value`; words of ours are lower case.
 */
bool authres_parse(struct slice value, struct arena *arena,
    struct authres_field *out);

/* Lists with blanks or commas between. */
struct authres_trust {
	struct slice ids; /* authserv-ids that are believed; empty: none */
	/* Hosts whose Received lines are ours: "mx.example.com", all below
	   ".example.com", IPv6 addresses that begin "2002:a05:".  Empty: those
	   that are called as the ids are. */
	struct slice hosts;
};

struct authres {
	bool passes; /* aligned with From's domain, see below */
	bool fails;  /* dmarc=fail */
	const char *method; /* "dkim" or "dmarc", of what passes; else NULL */
	size_t trusted; /* fields that counted */
	size_t foreign; /* that did not */
};

/*
 * What the trusted fields say of a mail from `identity` (address_identity of
 * the only From).  Of each method the topmost field that has it counts; "none",
 * and a field that cannot be read, have all of them.  It passes by dmarc=pass whose header.from is the From's
 * domain, or by dkim=pass whose header.d is that domain or one below it: which
 * other domains have the same owner only the public suffix list knows, which
 * is not asked.  dmarc=fail always fails.
 */
void authres_judge(const struct headers *headers,
    const struct authres_trust *trust, struct slice identity,
    struct arena *arena, struct authres *out);

#endif
