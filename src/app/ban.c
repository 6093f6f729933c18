/* Whom a ban may keep out: not the desk itself. */
#include "app/ban.h"

#include "app/ours.h"
#include "base/text.h"
#include "mail/address.h"
#include "store/departments.h"
#include "store/people.h"

bool
ban_is_domain(struct slice pattern)
{
	return slice_starts(pattern, SLICE("@"));
}

bool
ban_pattern(struct slice word, struct arena *arena, struct slice *out)
{
	struct slice address = word;

	if (ban_is_domain(word))
		address = arena_format(arena, "x%.*s", SLICE_ARG(word));
	if (!slice_is_utf8(word) || !address_identity(address, arena, out))
		return false;
	if (ban_is_domain(word))
		*out = slice_from(*out, slice_rindex(*out, '@'));
	return true;
}

/* Whether mail from this address would be kept out. */
static bool
covers(struct slice pattern, struct slice address, struct arena *arena)
{
	struct slice identity;

	if (!address_identity(address, arena, &identity))
		return false;
	if (ban_is_domain(pattern))
		identity = slice_from(identity, slice_rindex(identity, '@'));
	return slice_eq(identity, pattern);
}

/* "a ban of @x would keep out anna@x, the address of agent anna; ..." */
static const char *
problem_text(struct arena *arena, struct slice pattern, struct slice address,
    const char *whose, struct slice name, const char *instead)
{
	struct text text = TEXT_IN(arena);

	text_add_string(&text, "a ban of ");
	text_add_line(&text, pattern);
	text_add_string(&text, " would keep out ");
	text_add_line(&text, address);
	text_add_string(&text, whose);
	text_add_line(&text, name);
	text_add_string(&text, instead);
	return text_string(&text);
}

static int
check_departments(struct desk *desk, struct slice pattern,
    struct arena *arena, const char **problem, struct fail *why)
{
	static const char whose[] = ", an address of department ";
	struct department *items, one;
	struct slice *addresses;
	size_t count, address_count;
	int got;

	/* Also with a token or an extension behind its local part. */
	got = ours_department(desk, pattern, arena, &one, why);
	if (got == 1)
		*problem = problem_text(arena, pattern, pattern, whose,
		    one.name, "");
	if (got != 0)
		return got < 0 ? -1 : 0;
	if (departments_list(desk->db, arena, &items, &count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (departments_addresses(desk->db, items[i].id, arena,
			&addresses, &address_count, why) < 0)
			return -1;
		for (size_t j = 0; j < address_count; j++)
			if (covers(pattern, addresses[j], arena))
				*problem = problem_text(arena, pattern,
				    addresses[j], whose, items[i].name, "");
	}
	return *problem == NULL;
}

static int
check_agents(struct desk *desk, struct slice pattern, struct arena *arena,
    const char **problem, struct fail *why)
{
	struct person *items;
	struct address *addresses;
	size_t count, address_count;

	if (people_agents(desk->db, arena, &items, &count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (people_addresses(desk->db, items[i].id, arena, &addresses,
			&address_count, why) < 0)
			return -1;
		for (size_t j = 0; j < address_count; j++)
			if (covers(pattern, addresses[j].address, arena))
				*problem = problem_text(arena, pattern,
				    addresses[j].address,
				    ", the address of agent ",
				    items[i].handle, "; `maildesk agent"
				    " disable` keeps an agent out");
	}
	return *problem == NULL;
}

int
ban_check(struct desk *desk, struct slice pattern, struct arena *arena,
    const char **problem, struct fail *why)
{
	int got;

	*problem = NULL;
	got = check_departments(desk, pattern, arena, problem, why);
	return got <= 0 ? got
	    : check_agents(desk, pattern, arena, problem, why);
}
