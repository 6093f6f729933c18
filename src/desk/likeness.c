/* Two records that may be one person: what speaks for it, and how much. */
#include "desk/likeness.h"

#include <assert.h>

static const struct {
	const char *words;
	int weight;
} rows[] = {
	[LIKE_TOKEN] = { "one answered a letter to the other", 5 },
	[LIKE_PHONE] = { "the same telephone number", 4 },
	[LIKE_LOCAL] = { "the same local part at sister domains", 3 },
	[LIKE_NAME] = { "the same name", 2 },
};
static_assert(ARRAY_LEN(rows) == LIKENESS_COUNT, "every likeness has a row");

/* Second levels that are endings, as in "co.uk". */
static const struct slice second_levels[] = {
	SLICE_INIT("ac"), SLICE_INIT("co"), SLICE_INIT("com"),
	SLICE_INIT("edu"), SLICE_INIT("gov"), SLICE_INIT("ne"),
	SLICE_INIT("net"), SLICE_INIT("or"), SLICE_INIT("org"),
};

/* RFC 2142, and what firms call their mailboxes besides. */
static const struct slice shared_locals[] = {
	SLICE_INIT("abuse"), SLICE_INIT("admin"), SLICE_INIT("billing"),
	SLICE_INIT("contact"), SLICE_INIT("hello"), SLICE_INIT("help"),
	SLICE_INIT("hostmaster"), SLICE_INIT("info"), SLICE_INIT("it"),
	SLICE_INIT("kontakt"), SLICE_INIT("mail"), SLICE_INIT("marketing"),
	SLICE_INIT("me"), SLICE_INIT("no-reply"), SLICE_INIT("noreply"),
	SLICE_INIT("office"), SLICE_INIT("postmaster"), SLICE_INIT("root"),
	SLICE_INIT("sales"), SLICE_INIT("service"), SLICE_INIT("support"),
	SLICE_INIT("team"), SLICE_INIT("webmaster"),
};

static bool
is_among(const struct slice *words, size_t count, struct slice word)
{
	for (size_t i = 0; i < count; i++)
		if (slice_eq(words[i], word))
			return true;
	return false;
}

const char *
likeness_words(enum likeness likeness)
{
	assert(likeness < LIKENESS_COUNT);
	return rows[likeness].words;
}

int
likeness_weight(unsigned reasons)
{
	int weight = 0;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if ((reasons & (1u << i)) != 0)
			weight += rows[i].weight;
	return weight;
}

/* The last label of the domain, which is cut off it. */
static struct slice
cut_label(struct slice *domain)
{
	size_t dot = slice_rindex(*domain, '.');
	struct slice label = dot == domain->len ? *domain
						: slice_from(*domain, dot + 1);

	*domain = dot == domain->len ? SLICE_EMPTY : slice_head(*domain, dot);
	return label;
}

/* "mail.example.co.uk" -> "example"; empty when it has no name of its own. */
static struct slice
own_name(struct slice domain)
{
	struct slice top = cut_label(&domain);
	struct slice label = cut_label(&domain);

	if (top.len == 2 && domain.len > 0 &&
	    is_among(second_levels, ARRAY_LEN(second_levels), label))
		label = cut_label(&domain);
	return label;
}

static bool
is_below(struct slice one, struct slice other)
{
	return one.len > other.len && slice_ends(one, other) &&
	    one.data[one.len - other.len - 1] == '.' &&
	    slice_index(other, '.') < other.len;
}

bool
likeness_sisters(struct slice one, struct slice other)
{
	struct slice name = own_name(one);

	return is_below(one, other) || is_below(other, one) ||
	    (name.len > 0 && slice_eq(name, own_name(other)));
}

bool
likeness_local_tells(struct slice local)
{
	return local.len > 1 &&
	    !is_among(shared_locals, ARRAY_LEN(shared_locals), local);
}
