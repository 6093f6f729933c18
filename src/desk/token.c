/* Tokens: what ties an answer to the letter it answers, and proves it. */
#include "desk/token.h"

#include <assert.h>
#include <string.h>

#include "base/ascii.h"
#include "base/encode.h"
#include "mail/address.h"

/* Bumped when what the MAC is made of changes, so that no old one fits. */
#define TOKEN_VERSION SLICE("maildesk-token-1")

/* In base32 digits: INT64_MAX has 13. */
#define LETTER_DIGITS_MAX 13

#define MESSAGE_ID_PREFIX SLICE("md.")

static_assert(TOKEN_LOCAL_MAX + sizeof("+v") - 1 + LETTER_DIGITS_MAX +
    sizeof("-a") - 1 + TOKEN_LONG_MAC_DIGITS <= 64,
    "the longest token fits behind the longest local part");

static const struct purpose_form {
	enum token_purpose	purpose;
	size_t			mac_digits;
} forms[] = {
	{ TOKEN_REPLY, TOKEN_MAC_DIGITS },
	{ TOKEN_NOTE, TOKEN_MAC_DIGITS },
	{ TOKEN_BOUNCE, TOKEN_MAC_DIGITS },
	{ TOKEN_VERIFY, TOKEN_LONG_MAC_DIGITS },
	{ TOKEN_CONTROL, TOKEN_LONG_MAC_DIGITS },
};

static const struct purpose_form *
form_find(char c)
{
	for (size_t i = 0; i < ARRAY_LEN(forms); i++)
		if (forms[i].purpose == (enum token_purpose)ascii_lower(c))
			return &forms[i];
	return NULL;
}

/* Each field behind its length, so that no two bindings read alike. */
static void
add_field(struct text *to, struct slice field)
{
	text_add_format(to, "%zu:", field.len);
	text_add(to, field);
}

static void
add_number(struct text *to, int64_t number)
{
	char bytes[8];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)((uint64_t)number >> (56 - 8 * i) & 0xff);
	add_field(to, slice_make(bytes, sizeof(bytes)));
}

static void
add_mac(struct text *to, const struct secret_key *key,
    const struct purpose_form *form, const struct token_binding *binding)
{
	struct arena	arena = ARENA_INIT;
	struct text	bound = TEXT_IN(&arena);
	struct text	digits = TEXT_IN(&arena);
	unsigned char	mac[SECRET_DIGEST_SIZE];
	char		purpose = (char)form->purpose;

	add_field(&bound, TOKEN_VERSION);
	add_field(&bound, slice_make(&purpose, 1));
	add_number(&bound, binding->letter);
	add_number(&bound, binding->ticket);
	add_number(&bound, binding->person);
	add_field(&bound, binding->action);

	secret_hmac(key, text_slice(&bound), mac);
	encode_base32(&digits, slice_make(mac, sizeof(mac)));
	text_add(to, slice_head(text_slice(&digits), form->mac_digits));
	arena_free(&arena);
}

struct slice
token_write(const struct secret_keys *keys, enum token_purpose purpose,
    const struct token_binding *binding, struct arena *arena)
{
	const struct purpose_form	*form = form_find((char)purpose);
	struct text			 to = TEXT_IN(arena);

	assert(form != NULL && keys->count > 0 && binding->letter > 0);
	text_add_char(&to, (char)purpose);
	encode_base32_number(&to, (uint64_t)binding->letter);
	text_add_char(&to, '-');
	text_add_char(&to, keys->keys[0].id);
	add_mac(&to, &keys->keys[0], form, binding);
	return text_slice(&to);
}

static bool
is_digit32(char c)
{
	return ascii_is_alpha(c) || (c >= '2' && c <= '7');
}

static bool
mac_parse(struct slice s, size_t digits, struct token *out)
{
	if (s.len != 1 + digits)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!is_digit32(s.data[i]))
			return false;

	out->key = ascii_lower(s.data[0]);
	for (size_t i = 0; i < digits; i++)
		out->mac[i] = ascii_lower(s.data[1 + i]);
	out->mac[digits] = '\0';
	return true;
}

bool
token_parse(struct slice s, struct token *out)
{
	const struct purpose_form	*form;
	struct token			 token = { .purpose = TOKEN_NONE };
	uint64_t			 letter;
	size_t				 dash = slice_index(s, '-');

	if (dash < 2 || dash > 1 + LETTER_DIGITS_MAX || dash == s.len)
		return false;
	form = form_find(s.data[0]);
	if (form == NULL || !decode_base32_number(
	    slice_make(s.data + 1, dash - 1), &letter))
		return false;
	if (letter == 0 || letter > INT64_MAX)
		return false;
	if (!mac_parse(slice_from(s, dash + 1), form->mac_digits, &token))
		return false;

	token.purpose = form->purpose;
	token.letter = (int64_t)letter;
	*out = token;
	return true;
}

bool
token_in_address(struct slice address, struct token *out)
{
	struct slice	local, domain;
	size_t		plus;

	if (!address_split(address, &local, &domain))
		return false;
	/* No quoted pair can be part of a token, so the quotes are enough. */
	if (local.len >= 2 && local.data[0] == '"' &&
	    local.data[local.len - 1] == '"')
		local = slice_make(local.data + 1, local.len - 2);
	plus = slice_rindex(local, '+');
	return plus < local.len &&
	    token_parse(slice_from(local, plus + 1), out);
}

bool
token_in_message_id(struct slice message_id, struct token *out)
{
	struct slice	local = slice_head(message_id,
			    slice_index(message_id, '@'));
	size_t		dot;

	if (local.len == message_id.len ||
	    !slice_starts_nocase(local, MESSAGE_ID_PREFIX))
		return false;
	local = slice_from(local, MESSAGE_ID_PREFIX.len);
	dot = slice_index(local, '.');
	return dot < local.len && token_parse(slice_head(local, dot), out);
}

bool
token_verify(const struct secret_keys *keys, const struct token *token,
    const struct token_binding *binding)
{
	const struct purpose_form	*form = form_find((char)token->purpose);
	struct arena			 arena = ARENA_INIT;
	struct text			 mac;
	bool				 good = false;

	if (form == NULL || token->letter != binding->letter)
		return false;
	for (size_t i = 0; i < keys->count; i++) {
		if (keys->keys[i].id != token->key)
			continue;
		mac = TEXT_IN(&arena);
		add_mac(&mac, &keys->keys[i], form, binding);
		good |= secret_equal(mac.data, token->mac, form->mac_digits);
	}
	arena_free(&arena);
	return good;
}

struct slice
token_address(struct slice token, struct slice address, struct arena *arena)
{
	struct text	to = TEXT_IN(arena);
	struct slice	local, domain;
	bool		quoted;

	if (!address_split(address, &local, &domain))
		return arena_copy(arena, address);
	quoted = local.len >= 2 && local.data[local.len - 1] == '"';
	text_add(&to, slice_head(local, local.len - (quoted ? 1 : 0)));
	text_add_char(&to, '+');
	text_add(&to, token);
	if (quoted)
		text_add_char(&to, '"');
	text_add_char(&to, '@');
	text_add(&to, domain);
	return text_slice(&to);
}

struct slice
token_message_id(struct slice token, struct slice unique,
    struct slice domain, struct arena *arena)
{
	struct text to = TEXT_IN(arena);

	text_add(&to, MESSAGE_ID_PREFIX);
	text_add(&to, token);
	text_add_char(&to, '.');
	text_add(&to, unique);
	text_add_char(&to, '@');
	text_add(&to, domain);
	return text_slice(&to);
}

/* The octets of a token at the front of s; 0 when there is none. */
static size_t
token_len(struct slice s)
{
	const struct purpose_form	*form;
	struct token			 token;
	size_t				 dash, len;

	if (s.len == 0 || (form = form_find(s.data[0])) == NULL)
		return 0;
	s = slice_head(s, 1 + LETTER_DIGITS_MAX + 2 + form->mac_digits + 1);
	dash = slice_index(s, '-');
	len = dash + 2 + form->mac_digits;
	if (len > s.len || !token_parse(slice_head(s, len), &token))
		return 0;
	/* A longer word is somebody's own. */
	return len < s.len && ascii_is_alnum(s.data[len]) ? 0 : len;
}

/* The ways in which a plus, or what precedes a token in a Message-ID, comes. */
static const struct scrub_mark {
	struct slice	text;
	bool		is_message_id;
} marks[] = {
	{ SLICE_INIT("+"), false },
	{ SLICE_INIT("%2b"), false },
	{ SLICE_INIT("&#43;"), false },
	{ SLICE_INIT("&#x2b;"), false },
	{ SLICE_INIT("&plus;"), false },
	{ SLICE_INIT("md."), true },
};

/* Nearly all of a text begins no mark. */
static bool
may_begin_mark(char c)
{
	return c == '+' || c == '%' || c == '&' || c == 'm' || c == 'M';
}

static const struct scrub_mark *
mark_find(struct slice s)
{
	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (slice_starts_nocase(s, marks[i].text))
			return &marks[i];
	return NULL;
}

/* The octets to cut at the front of s, mark and token; 0: none. */
static size_t
scrub_len(struct slice s, const struct scrub_mark *mark)
{
	size_t len = token_len(slice_from(s, mark->text.len));

	if (len == 0)
		return 0;
	len += mark->text.len;
	if (!mark->is_message_id || len == s.len || s.data[len] != '.')
		return len;
	/* The unique part too: it says which letter it was. */
	for (len++; len < s.len; len++)
		if (!ascii_is_alnum(s.data[len]) && s.data[len] != '-')
			break;
	return len;
}

/*
 * May what stands before a cut and what stands behind it make a token, or a
 * mark, as in "md+<token>.<token>"?
 */
static bool
joins(struct slice before, struct slice behind)
{
	if (slice_starts(behind, SLICE("-")))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		struct slice mark = marks[i].text;

		for (size_t at = 1; at < mark.len; at++)
			if (slice_ends_nocase(before, slice_head(mark, at)) &&
			    slice_starts_nocase(behind, slice_from(mark, at)))
				return true;
	}
	return false;
}

struct slice
token_scrub(struct slice text, struct arena *arena)
{
	const struct scrub_mark	*mark;
	struct text		 to = TEXT_IN(arena);
	size_t			 kept = 0;
	size_t			 len;

	text_reserve(&to, text.len);
	for (size_t i = 0; i < text.len; i += len) {
		mark = !may_begin_mark(text.data[i]) ? NULL :
		    mark_find(slice_from(text, i));
		len = mark == NULL ? 0 : scrub_len(slice_from(text, i), mark);
		if (len == 0) {
			len = 1;
			continue;
		}
		text_add(&to, slice_make(text.data + kept, i - kept));
		if (mark->is_message_id)
			text_add(&to, SLICE("md.removed"));
		kept = i + len;
		if (joins(text_slice(&to), slice_from(text, kept)))
			text_add_char(&to, ' ');
	}
	text_add(&to, slice_from(text, kept));
	return text_slice(&to);
}
