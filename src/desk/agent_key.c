/* What agents have beside what all people have: one table of keys. */
#include "desk/agent_key.h"

#include <assert.h>

#include "base/ascii.h"
#include "base/text.h"
#include "desk/hours.h"
#include "desk/profile.h"

/*
 * Without the mark that mail programs put above one: the letter has its own.
 */
static bool
tidy_signature(struct slice value, struct arena *arena, struct slice *out)
{
	struct text text = TEXT_IN(arena);
	struct slice rest = slice_trim(value), line;
	size_t lines = 0;

	for (size_t i = 0; i < rest.len; i++)
		if (ascii_is_control(rest.data[i]) && rest.data[i] != '\n' &&
		    rest.data[i] != '\r')
			return false;
	while (slice_line(&rest, &line)) {
		line = slice_trim_end(line);
		if (slice_eq(line, SLICE("--")) && text.len == 0)
			continue;
		text_add_string(&text, text.len > 0 ? "\n" : "");
		text_add(&text, line);
		lines++;
	}
	*out = text_slice(&text);
	return lines > 0 && lines <= SIGNATURE_LINES_MAX &&
	    out->len <= SIGNATURE_OCTETS_MAX && slice_is_utf8(*out);
}

static bool
tidy_hours(struct slice value, struct arena *arena, struct slice *out)
{
	struct hours unused;

	*out = arena_copy(arena, slice_trim(value));
	return out->len <= PROFILE_LINE_MAX &&
	    hours_parse(*out, "UTC", arena, &unused);
}

static bool
tidy_phone(struct slice value, struct arena *arena, struct slice *out)
{
	return profile_value(profile_key(PROFILE_PHONE), value, arena, out);
}

static const struct agent_key keys[] = {
	[AGENT_SIGNATURE] = { "signature", "Signature", SIGNATURE_PREFERENCE,
		"at most 10 lines and 1000 octets of text", tidy_signature },
	[AGENT_HOURS] = { "hours", "Hours", AGENT_HOURS_PREFERENCE,
		"days and hours like mon-fri 9:00-17:30, sat 10-13",
		tidy_hours },
	[AGENT_PHONE] = { "call", "Call at", AGENT_PHONE_PREFERENCE,
		"a telephone number of 3 to 20 digits", tidy_phone },
};
static_assert(ARRAY_LEN(keys) == AGENT_KEY_COUNT, "every key has a row");

const struct agent_key *
agent_key(enum agent_key_id id)
{
	assert(id < AGENT_KEY_COUNT);
	return &keys[id];
}

const struct agent_key *
agent_key_find(struct slice word)
{
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (slice_eq_nocase(slice_of(keys[i].name), word))
			return &keys[i];
	return NULL;
}
