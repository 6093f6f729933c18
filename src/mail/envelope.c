/* The doors' words, and what a door_ref tells. */
#include "mail/envelope.h"

#include <assert.h>

static const struct slice door_names[] = {
	[DOOR_PIPE] = SLICE_INIT("pipe"),
	[DOOR_LMTP] = SLICE_INIT("lmtp"),
	[DOOR_IMAP] = SLICE_INIT("imap"),
	[DOOR_MAILDIR] = SLICE_INIT("maildir"),
	[DOOR_IMPORT] = SLICE_INIT("import"),
	[DOOR_CLI] = SLICE_INIT("cli"),
	[DOOR_RULE] = SLICE_INIT("rule"),
	[DOOR_CLOCK] = SLICE_INIT("clock"),
	[DOOR_WEB] = SLICE_INIT("web"),
};
static_assert(ARRAY_LEN(door_names) == DOOR_COUNT, "every door has a name");

const char *
door_name(enum door door)
{
	return door_names[door].data;
}

bool
door_parse(struct slice word, enum door *out)
{
	for (size_t i = 0; i < ARRAY_LEN(door_names); i++) {
		if (slice_eq_nocase(word, door_names[i])) {
			*out = (enum door)i;
			return true;
		}
	}
	return false;
}

bool
envelope_is_stub(const struct envelope *envelope)
{
	return (envelope->door == DOOR_IMAP ||
		   envelope->door == DOOR_MAILDIR) &&
	    slice_ends(envelope->door_ref, ENVELOPE_STUB);
}
