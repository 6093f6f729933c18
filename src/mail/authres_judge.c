/* Which of a mail's Authentication-Results are believed, and what they say. */
#include "mail/authres.h"

#include "base/ascii.h"
#include "mail/address.h"

#define FIELD SLICE("Authentication-Results")

/* Takes the next one off a list. */
static bool
next_word(struct slice *rest, struct slice *word)
{
	size_t len = 0, from = 0;

	while (from < rest->len && (ascii_is_space(rest->data[from]) ||
	    rest->data[from] == ','))
		from++;
	*rest = slice_from(*rest, from);
	while (len < rest->len && !ascii_is_space(rest->data[len]) &&
	    rest->data[len] != ',')
		len++;
	*word = slice_head(*rest, len);
	*rest = slice_from(*rest, len);
	return len > 0;
}

static bool
is_host(struct slice host, struct slice pattern)
{
	if (pattern.data[0] == '.')
		return host.len > pattern.len &&
		    slice_ends_nocase(host, pattern);
	if (pattern.data[pattern.len - 1] == ':')
		return slice_starts_nocase(host, pattern);
	return slice_eq_nocase(host, pattern);
}

static bool
list_has_host(struct slice list, struct slice host)
{
	struct slice pattern;

	while (next_word(&list, &pattern))
		if (is_host(host, pattern))
			return true;
	return false;
}

static bool
list_has(struct slice list, struct slice id)
{
	struct slice word;

	while (next_word(&list, &word))
		if (slice_eq_nocase(word, id))
			return true;
	return false;
}

/* Behind the comment at the front, which may not end. */
static struct slice
skip_comment(struct slice s)
{
	size_t depth = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.data[i] == '\\')
			i++;
		else if (s.data[i] == '(')
			depth++;
		else if (s.data[i] == ')' && --depth == 0)
			return slice_from(s, i + 1);
	}
	return SLICE_EMPTY;
}

/* The next word of a Received line; comments are none. */
static struct slice
received_word(struct slice *rest)
{
	struct slice word;
	size_t len = 0;

	*rest = slice_trim(*rest);
	while (rest->len > 0 && rest->data[0] == '(')
		*rest = slice_trim(skip_comment(*rest));
	while (len < rest->len && !ascii_is_space(rest->data[len]) &&
	    rest->data[len] != '(' && rest->data[len] != ';')
		len++;
	word = slice_head(*rest, len);
	*rest = slice_from(*rest, len);
	return word;
}

/*
 * Who wrote a Received line: "[from NAME] by HOST".  The name is the client's
 * to choose, and may be "by".
 */
static struct slice
received_by(struct slice value)
{
	struct slice word = received_word(&value);

	if (slice_eq_nocase(word, SLICE("from"))) {
		received_word(&value);
		word = received_word(&value);
	}
	if (!slice_eq_nocase(word, SLICE("by")))
		return SLICE_EMPTY;
	word = received_word(&value);
	return slice_ends(word, SLICE(".")) ? slice_head(word, word.len - 1)
					    : word;
}

/* Folded as the domain of an address is; empty: it is none. */
static struct slice
fold_domain(struct slice domain, struct arena *arena)
{
	struct slice identity;

	if (domain.len == 0 || slice_index(domain, '@') < domain.len ||
	    !address_identity(arena_format(arena, "x@%.*s",
	    SLICE_ARG(domain)), arena, &identity))
		return SLICE_EMPTY;
	return slice_from(identity, 2);
}

/* The domain behind the last '@', or all of it; folded. */
static struct slice
domain_of(struct slice value, struct arena *arena)
{
	size_t at = slice_rindex(value, '@');

	return fold_domain(at < value.len ? slice_from(value, at + 1) : value,
	    arena);
}

/*
 * A header property's value.  Empty when there is none, and when there are two:
 * somebody made our server write one of them.
 */
static struct slice
property(const struct authres_result *result, struct slice name)
{
	const struct authres_property *item, *found = NULL;

	for (size_t i = 0; i < result->property_count; i++) {
		item = &result->properties[i];
		if (!slice_eq(item->type, SLICE("header")) ||
		    !slice_eq(item->name, name))
			continue;
		if (found != NULL)
			return SLICE_EMPTY;
		found = item;
	}
	return found == NULL ? SLICE_EMPTY : found->value;
}

static bool
has_property(const struct authres_result *result, struct slice name)
{
	for (size_t i = 0; i < result->property_count; i++)
		if (slice_eq(result->properties[i].type, SLICE("header")) &&
		    slice_eq(result->properties[i].name, name))
			return true;
	return false;
}

/* The signer's domain is From's, or below it. */
static bool
dkim_aligns(const struct authres_result *result, struct slice from,
    struct arena *arena)
{
	struct slice name = has_property(result, SLICE("d")) ? SLICE("d")
							     : SLICE("i");
	struct slice domain = domain_of(property(result, name), arena);

	if (domain.len <= from.len)
		return domain.len > 0 && slice_eq(domain, from);
	return slice_ends(domain, from) &&
	    domain.data[domain.len - from.len - 1] == '.';
}

static bool
dmarc_aligns(const struct authres_result *result, struct slice from,
    struct arena *arena)
{
	struct slice domain = domain_of(property(result, SLICE("from")), arena);

	return domain.len > 0 && slice_eq(domain, from);
}

struct judge {
	struct slice from; /* the domain */
	struct arena *arena;
	bool dkim_said, dmarc_said; /* by a field above */
	bool dkim, dmarc;	    /* passes, aligned */
	struct authres *out;
};

/* One field's dkim and dmarc, where none above had them. */
static void
weigh(struct judge *judge, const struct authres_field *field)
{
	bool dkim = field->count == 0, dmarc = field->count == 0;

	for (size_t i = 0; i < field->count; i++) {
		const struct authres_result *result = &field->results[i];
		bool passes = slice_eq(result->result, SLICE("pass"));

		if (slice_eq(result->method, SLICE("dkim"))) {
			dkim = true;
			if (!judge->dkim_said && passes &&
			    dkim_aligns(result, judge->from, judge->arena))
				judge->dkim = true;
		} else if (slice_eq(result->method, SLICE("dmarc"))) {
			if (!judge->dmarc_said && slice_eq(result->result,
			    SLICE("fail")))
				judge->out->fails = true;
			/* Two of them in one field say nothing. */
			judge->dmarc = judge->dmarc_said ? judge->dmarc :
			    !dmarc && passes && dmarc_aligns(result,
			    judge->from, judge->arena);
			dmarc = true;
		}
	}
	judge->dkim_said = judge->dkim_said || dkim;
	judge->dmarc_said = judge->dmarc_said || dmarc;
}

/*
 * False when it is nobody's whom we trust.  One of ours that cannot be read
 * still hides what stands below: somebody may have made it so.
 */
static bool
weigh_field(struct judge *judge, const struct authres_trust *trust,
    const struct header *header)
{
	struct authres_field field;
	bool good = authres_parse(header_unfold(header->value, judge->arena),
	    judge->arena, &field);

	if (!list_has(trust->ids, field.id))
		return false;
	if (good)
		weigh(judge, &field);
	else
		judge->dkim_said = judge->dmarc_said = true;
	judge->out->trusted++;
	return true;
}

/* True when the line says that one of our own hosts took the mail. */
static bool
is_ours(const struct header *received, const struct authres_trust *trust,
    struct arena *arena)
{
	struct slice host = received_by(header_unfold(received->value, arena));

	return host.len > 0 && list_has_host(trust->hosts.len > 0
	    ? trust->hosts : trust->ids, host);
}

/*
 * A stranger can write a Received line of our host as well as a field of it.
 * That gains nothing: what stands right below our own lines is within reach
 * anyway, and only our server keeps it clean.  What the lines keep out is what
 * our server said of a mail that since went through other hands.
 */
void
authres_judge(const struct headers *headers,
    const struct authres_trust *trust, struct slice identity,
    struct arena *arena, struct authres *out)
{
	struct judge judge = { .arena = arena, .out = out,
		.from = domain_of(identity, arena) };
	bool ours = true;

	*out = (struct authres){ .passes = false };
	for (size_t i = 0; i < headers->count; i++) {
		const struct header *header = &headers->items[i];

		if (slice_eq_nocase(header->name, SLICE("Received")))
			ours = ours && is_ours(header, trust, arena);
		if (!slice_eq_nocase(header->name, FIELD))
			continue;
		if (!ours || !weigh_field(&judge, trust, header))
			out->foreign++;
	}
	out->passes = judge.from.len > 0 && !out->fails &&
	    (judge.dmarc || judge.dkim);
	if (out->passes)
		out->method = judge.dmarc ? "dmarc" : "dkim";
}
