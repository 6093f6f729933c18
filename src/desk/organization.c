/* Organizations of users: names, domains, roles, contact data. */
#include "desk/organization.h"

#include <assert.h>

#include "base/ascii.h"
#include "desk/word.h"
#include "mail/address.h"

static const char *const part_names[] = {
	[MANAGERS_SEE] = "see",
	[MANAGERS_ANSWER] = "answer",
	[MANAGERS_FOLLOW] = "follow",
};
static_assert(ARRAY_LEN(part_names) == MANAGER_PART_COUNT,
    "every part has a name");

const char *
manager_part_name(enum manager_part part)
{
	assert(part < MANAGER_PART_COUNT);
	return part_names[part];
}

bool
manager_part_parse(struct slice word, enum manager_part *out)
{
	size_t at;

	if (!word_find(part_names, ARRAY_LEN(part_names), word, &at))
		return false;
	*out = (enum manager_part)at;
	return true;
}

bool
organization_name_is_good(struct slice name)
{
	int64_t number;

	for (size_t i = 0; i < name.len; i++)
		if (ascii_is_control(name.data[i]))
			return false;
	return name.len > 0 && name.len <= ORGANIZATION_NAME_MAX &&
	    slice_is_utf8(name) && slice_trim(name).len == name.len &&
	    !slice_number(name, INT64_MAX, &number) &&
	    !slice_eq_nocase(name, SLICE("none"));
}

const char *
organization_domain_fault(struct slice word, struct arena *arena,
    struct slice *out)
{
	struct slice identity, address;

	word = slice_trim(word);
	if (slice_starts(word, SLICE("@")))
		word = slice_from(word, 1);
	address = arena_format(arena, "x@%.*s", SLICE_ARG(word));
	if (!address_identity(address, arena, &identity) ||
	    !address_is_sendable(address) ||
	    slice_index(word, '@') < word.len ||
	    slice_index(word, '[') < word.len)
		return "this is no domain, such as example.com";
	*out = slice_from(identity, slice_index(identity, '@') + 1);
	/* Who has all of "com" has everybody. */
	if (slice_index(*out, '.') == out->len)
		return "a domain of one word is nobody's own";
	return domain_is_free_mail(*out) ? "anybody can have an address there:"
	    " it is of a provider of mail for everybody" : NULL;
}

static bool
tidy_email(struct slice value, struct arena *arena, struct slice *out)
{
	*out = arena_copy(arena, value);
	return address_is_sendable(value);
}

static const struct profile_key email = { "email", "E-mail", PROFILE_CONTACT,
	false, "an address that can be written to", tidy_email };

const struct profile_key *
organization_contact_find(struct slice word)
{
	const struct profile_key *key = profile_key_find(word);

	if (slice_eq_nocase(slice_of(email.name), word))
		return &email;
	return key != NULL && key->place == PROFILE_CONTACT ? key : NULL;
}
