/* What is known of a person: the table of keys, and what their values are. */
#include "desk/profile.h"

#include <assert.h>

#include "base/ascii.h"
#include "base/text.h"
#include "base/zone.h"
#include "desk/language.h"

#define PHONE_DIGITS_MIN 3
#define PHONE_DIGITS_MAX 20
#define TWITTER_MAX 15

static bool
tidy_any(struct slice value, struct arena *arena, struct slice *out)
{
	*out = arena_copy(arena, value);
	return true;
}

static bool
tidy_timezone(struct slice value, struct arena *arena, struct slice *out)
{
	*out = arena_copy(arena, value);
	return value.len <= ZONE_NAME_MAX &&
	    zone_known(arena_string(arena, value));
}

static bool
tidy_language(struct slice value, struct arena *arena, struct slice *out)
{
	*out = arena_copy(arena, value);
	return language_is_tag(value);
}

static bool
is_phone_mark(char c)
{
	return c == ' ' || c == '+' || c == '-' || c == '.' || c == '/' ||
	    c == '(' || c == ')';
}

static bool
tidy_phone(struct slice value, struct arena *arena, struct slice *out)
{
	size_t digits = 0;

	for (size_t i = 0; i < value.len; i++)
		if (ascii_is_digit(value.data[i]))
			digits++;
		else if (!is_phone_mark(value.data[i]))
			return false;
	*out = arena_copy(arena, value);
	return digits >= PHONE_DIGITS_MIN && digits <= PHONE_DIGITS_MAX;
}

static bool
tidy_website(struct slice value, struct arena *arena, struct slice *out)
{
	bool has_scheme = slice_starts_nocase(value, SLICE("https://")) ||
	    slice_starts_nocase(value, SLICE("http://"));

	*out = has_scheme ? arena_copy(arena, value)
	    : arena_format(arena, "https://%.*s", SLICE_ARG(value));
	/* Another scheme is none that a colleague should click on. */
	return slice_index(value, ' ') == value.len &&
	    slice_index(value, '.') < value.len &&
	    (has_scheme || !slice_has(value, SLICE("://")));
}

/* What stands behind the site's name, when the value is an address there. */
static struct slice
behind_site(struct slice value, const char *site)
{
	static const struct slice openings[] = {
		SLICE_INIT("https://"), SLICE_INIT("http://"),
		SLICE_INIT("www."), SLICE_INIT("mobile."),
	};
	struct slice rest = value, name = slice_of(site);

	for (size_t i = 0; i < ARRAY_LEN(openings); i++)
		if (slice_starts_nocase(rest, openings[i]))
			rest = slice_from(rest, openings[i].len);
	if (!slice_starts_nocase(rest, name) || rest.len == name.len ||
	    rest.data[name.len] != '/')
		return value;
	rest = slice_from(rest, name.len + 1);
	return slice_head(rest, slice_index(rest, '/'));
}

static bool
tidy_twitter(struct slice value, struct arena *arena, struct slice *out)
{
	struct slice name = behind_site(behind_site(value, "twitter.com"),
	    "x.com");

	if (slice_starts(name, SLICE("@")))
		name = slice_from(name, 1);
	for (size_t i = 0; i < name.len; i++)
		if (!ascii_is_alnum(name.data[i]) && name.data[i] != '_')
			return false;
	*out = arena_copy(arena, name);
	return name.len > 0 && name.len <= TWITTER_MAX;
}

/* A name there, or an address. */
static bool
tidy_network(struct slice value, struct arena *arena, struct slice *out)
{
	*out = arena_copy(arena, value);
	return slice_index(value, ' ') == value.len;
}

static const struct profile_key keys[] = {
	[PROFILE_NAME] = { "name", "Name", PROFILE_RECORD, false,
		"a name of one line", tidy_any },
	[PROFILE_TITLE] = { "title", "Title", PROFILE_RECORD, false,
		"one line, such as \"head of printing\"", tidy_any },
	[PROFILE_SUMMARY] = { "summary", "Summary", PROFILE_RECORD, true,
		"text of at most 4000 octets", tidy_any },
	[PROFILE_TIMEZONE] = { "timezone", "Timezone", PROFILE_PREFERENCE,
		false, "a zone that this machine knows, such as Europe/Berlin",
		tidy_timezone },
	[PROFILE_LANGUAGE] = { "language", "Language", PROFILE_PREFERENCE,
		false, "a language tag, such as de or pt-BR", tidy_language },
	[PROFILE_PHONE] = { "phone", "Phone", PROFILE_CONTACT, false,
		"a telephone number of 3 to 20 digits", tidy_phone },
	[PROFILE_WEBSITE] = { "website", "Website", PROFILE_CONTACT, false,
		"an address such as https://example.com", tidy_website },
	[PROFILE_IM] = { "im", "IM", PROFILE_CONTACT, false,
		"an address such as xmpp:kim@example.com", tidy_any },
	[PROFILE_TWITTER] = { "twitter", "Twitter", PROFILE_CONTACT, false,
		"a name of at most 15 letters, digits and _", tidy_twitter },
	[PROFILE_LINKEDIN] = { "linkedin", "LinkedIn", PROFILE_CONTACT, false,
		"a name or address there, without blanks", tidy_network },
	[PROFILE_FACEBOOK] = { "facebook", "Facebook", PROFILE_CONTACT, false,
		"a name or address there, without blanks", tidy_network },
	[PROFILE_POSTAL] = { "postal", "Postal", PROFILE_CONTACT, true,
		"an address of at most 4000 octets", tidy_any },
};
static_assert(ARRAY_LEN(keys) == PROFILE_KEY_COUNT,
    "every key of a profile has a row");

const struct profile_key *
profile_key(enum profile_id id)
{
	assert(id < PROFILE_KEY_COUNT);
	return &keys[id];
}

const struct profile_key *
profile_key_find(struct slice word)
{
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (slice_eq_nocase(slice_of(keys[i].name), word))
			return &keys[i];
	return NULL;
}

static bool
has_controls(struct slice value, bool lines)
{
	for (size_t i = 0; i < value.len; i++) {
		char c = value.data[i];

		if (ascii_is_control(c) && !(lines && (c == '\n' || c == '\t')))
			return true;
	}
	return false;
}

bool
profile_value(const struct profile_key *key, struct slice value,
    struct arena *arena, struct slice *out)
{
	value = slice_trim(value);
	if (value.len == 0 || !slice_is_utf8(value) ||
	    has_controls(value, key->lines) ||
	    value.len > (key->lines ? PROFILE_LINES_MAX : PROFILE_LINE_MAX))
		return false;
	return key->tidy(value, arena, out);
}

/* "+49 (30) 12-34" and "0049 30 1234" are one number. */
static struct slice
fold_phone(struct slice value, struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	struct slice digits;

	for (size_t i = 0; i < value.len; i++)
		if (ascii_is_digit(value.data[i]) ||
		    (value.data[i] == '+' && text.len == 0))
			text_add_char(&text, value.data[i]);
	digits = text_slice(&text);
	return slice_starts(digits, SLICE("00"))
	    ? arena_format(arena, "+%.*s", SLICE_ARG(slice_from(digits, 2)))
	    : digits;
}

struct slice
profile_folded(const struct profile_key *key, struct slice value,
    struct arena *arena)
{
	return key == &keys[PROFILE_PHONE] ? fold_phone(value, arena)
					   : arena_lower(arena, value);
}
