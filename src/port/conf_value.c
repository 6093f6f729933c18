/* Values of the configuration, one reader for each kind. */
#include "port/conf_value.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/text.h"
#include "base/zone.h"
#include "desk/language.h"

/* What of a wrong value is shown. */
#define SHOWN_MAX ((size_t)60)

static_assert(sizeof(enum conf_transport) == sizeof(unsigned) &&
    sizeof(enum conf_tls) == sizeof(unsigned) &&
    sizeof(enum conf_after) == sizeof(unsigned) &&
    sizeof(enum conf_login) == sizeof(unsigned) &&
    sizeof(enum conf_provider) == sizeof(unsigned) &&
    sizeof(enum conf_grant) == sizeof(unsigned) &&
    sizeof(enum conf_addresses) == sizeof(unsigned) &&
    sizeof(enum log_level) == sizeof(unsigned), "words are put as unsigned");

static void *
place(const struct conf_key *key, void *to)
{
	return (char *)to + key->offset;
}

static void
put_number(const struct conf_key *key, void *to, int64_t number)
{
	memcpy(place(key, to), &number, sizeof(number));
}

static void
put_text(const struct conf_key *key, void *to, const char *text)
{
	memcpy(place(key, to), &text, sizeof(text));
}

static void
put_word(const struct conf_key *key, void *to, unsigned word)
{
	memcpy(place(key, to), &word, sizeof(word));
}

static void
put_switch(const struct conf_key *key, void *to, bool on)
{
	memcpy(place(key, to), &on, sizeof(on));
}

/* How much a size is, as people write it. */
static struct slice
size_text(int64_t bytes, struct arena *arena)
{
	static const char units[] = "KMGT";
	size_t unit = 0;

	if (bytes < 1024 || bytes % 1024 != 0)
		return arena_format(arena, "%" PRId64, bytes);
	bytes /= 1024;
	while (bytes >= 1024 && bytes % 1024 == 0 && units[unit + 1] != '\0') {
		bytes /= 1024;
		unit++;
	}
	return arena_format(arena, "\"%" PRId64 " %ciB\"", bytes, units[unit]);
}

static struct slice
words_text(const char *const *words, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; words[i] != NULL; i++) {
		if (i > 0)
			text_add_string(&text, words[i + 1] == NULL ? " or "
								    : ", ");
		text_add_format(&text, "\"%s\"", words[i]);
	}
	return text_slice(&text);
}

static struct slice
languages_text(struct arena *arena)
{
	const struct language *language;
	struct text text = TEXT_IN(arena);

	text_add_string(&text, "one of");
	for (size_t i = 0; (language = language_at(i)) != NULL; i++)
		text_add_format(&text, " \"%s\"", language->tag);
	text_add_string(&text, ", or one that was installed,");
	return text_slice(&text);
}

/* What should have been written. */
static struct slice
advice(const struct conf_key *key, struct arena *arena)
{
	switch (key->kind) {
	case CONF_STRING:
		if (key->words != NULL)
			return words_text(key->words, arena);
		return arena_format(arena, "a text in quotes, of %s %" PRId64
		    " characters,", key->min > 0 ? "1 to" : "at most",
		    key->max);
	case CONF_DOMAIN:
		return SLICE("a domain like \"example.com\", in its xn-- form"
		    " if it goes beyond ASCII,");
	case CONF_ZONE:
		return SLICE("a time zone like \"Europe/Berlin\", as"
		    " `timedatectl list-timezones` lists them, or \"\",");
	case CONF_LANGUAGE:
		return languages_text(arena);
	case CONF_PATH:
		return SLICE("the path of a file in quotes");
	case CONF_WORD:
		return words_text(key->words, arena);
	case CONF_INTEGER:
		return arena_format(arena, "a whole number from %" PRId64
		    " to %" PRId64, key->min, key->max);
	case CONF_SIZE:
		return arena_format(arena, "bytes, or a size like \"64 MiB\","
		    " from %.*s to %.*s",
		    SLICE_ARG(size_text(key->min, arena)),
		    SLICE_ARG(size_text(key->max, arena)));
	case CONF_MODE:
		return arena_format(arena, "octal digits in quotes, \"%04"
		    PRIo64 "\" to \"%04" PRIo64 "\",", key->min, key->max);
	case CONF_PAUSES:
		return SLICE("pauses in quotes, as \"1m 5m 15m 1h\", of at"
		    " most a day");
	case CONF_SWITCH:
		return SLICE("true or false, without quotes,");
	case CONF_KIND_COUNT:
		break;
	}
	assert(0);
	return SLICE_EMPTY;
}

static int
refuse(const struct conf_key *key, const struct conf_value *value,
    const char *wrong, struct arena *arena, struct fail *why)
{
	struct slice wrote = slice_head(value->text, SHOWN_MAX);

	/* Text is shown with its quotes, as it stands in the file. */
	if (value->wrote == CONF_WROTE_TEXT)
		wrote = arena_format(arena, "\"%.*s\"", SLICE_ARG(wrote));
	return fail_set(why, FAIL_SETUP, "%s.%s: %.*s %s; write %.*s instead",
	    key->group, key->name, SLICE_ARG(wrote), wrong,
	    SLICE_ARG(advice(key, arena)));
}

static bool
is_plain(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (ascii_is_control(text.data[i]))
			return false;
	return slice_is_utf8(text);
}

static bool
is_domain(struct slice text)
{
	struct slice rest = text, label;

	while (slice_cut(&rest, '.', &label)) {
		if (label.len == 0 || label.len > 63 ||
		    label.data[0] == '-' || label.data[label.len - 1] == '-')
			return false;
		for (size_t i = 0; i < label.len; i++)
			if (!ascii_is_alnum(label.data[i]) &&
			    label.data[i] != '-')
				return false;
	}
	return text.len > 0;
}

/* Which of the words it is, or -1. */
static int
find_word(const char *const *words, struct slice text)
{
	for (int i = 0; words[i] != NULL; i++)
		if (slice_eq(text, slice_of(words[i])))
			return i;
	return -1;
}

/* What is wrong with a text; NULL: nothing. */
static const char *
text_fault(const struct conf_key *key, struct slice text, struct arena *arena)
{
	if (!is_plain(text))
		return "is not plain text in UTF-8";
	if ((int64_t)text.len < key->min)
		return "is too short";
	if ((int64_t)text.len > key->max)
		return "is too long";
	if (key->words != NULL && find_word(key->words, text) < 0)
		return "is none of its words";
	if (key->kind == CONF_DOMAIN && !is_domain(text))
		return "is no domain";
	if (key->kind == CONF_ZONE && !zone_known(arena_string(arena, text)))
		return "is no time zone that this system knows";
	if (key->kind == CONF_LANGUAGE && !language_is_tag(text))
		return "is no language";
	return NULL;
}

static int
set_text(const struct conf_key *key, const struct conf_value *value,
    struct arena *arena, void *to, struct fail *why)
{
	const char *fault;

	if (value->wrote != CONF_WROTE_TEXT)
		return refuse(key, value, "is not text", arena, why);
	fault = text_fault(key, value->text, arena);
	if (fault != NULL)
		return refuse(key, value, fault, arena, why);
	put_text(key, to, arena_string(arena, value->text));
	return 0;
}

static int
set_word(const struct conf_key *key, const struct conf_value *value,
    struct arena *arena, void *to, struct fail *why)
{
	int word;

	if (value->wrote != CONF_WROTE_TEXT)
		return refuse(key, value, "is not text", arena, why);
	word = find_word(key->words, value->text);
	if (word < 0)
		return refuse(key, value, "is none of its words", arena, why);
	put_word(key, to, (unsigned)word);
	return 0;
}

static int
set_number(const struct conf_key *key, const struct conf_value *value,
    int64_t number, struct arena *arena, void *to, struct fail *why)
{
	if (number < key->min || number > key->max)
		return refuse(key, value, "is out of range", arena, why);
	put_number(key, to, number);
	return 0;
}

/* "64 MiB", "64M", "65536". */
static bool
parse_size(struct slice text, int64_t *out)
{
	static const char units[] = "kmgt";
	size_t digits = 0;
	struct slice unit;
	const char *found;

	while (digits < text.len && ascii_is_digit(text.data[digits]))
		digits++;
	if (!slice_number(slice_head(text, digits), INT64_MAX, out))
		return false;
	unit = slice_trim(slice_from(text, digits));
	if (unit.len == 0)
		return true;
	if (unit.len != 1 &&
	    !slice_eq_nocase(slice_from(unit, 1), SLICE("iB")))
		return false;
	found = strchr(units, ascii_lower(unit.data[0]));
	if (found == NULL || *found == '\0')
		return false;
	for (const char *at = units; at <= found; at++) {
		if (*out > INT64_MAX / 1024)
			return false;
		*out *= 1024;
	}
	return true;
}

static int
set_size(const struct conf_key *key, const struct conf_value *value,
    struct arena *arena, void *to, struct fail *why)
{
	int64_t number = value->number;

	if (value->wrote == CONF_WROTE_OTHER ||
	    (value->wrote == CONF_WROTE_TEXT &&
		!parse_size(value->text, &number)))
		return refuse(key, value, "is no size", arena, why);
	return set_number(key, value, number, arena, to, why);
}

static int
set_mode(const struct conf_key *key, const struct conf_value *value,
    struct arena *arena, void *to, struct fail *why)
{
	int64_t number = 0;

	/* A bare 0660 would be the number six hundred and sixty. */
	if (value->wrote != CONF_WROTE_TEXT)
		return refuse(key, value, "is not octal", arena, why);
	if (value->text.len < 3 || value->text.len > 4)
		return refuse(key, value, "is no mode", arena, why);
	for (size_t i = 0; i < value->text.len; i++) {
		if (value->text.data[i] < '0' || value->text.data[i] > '7')
			return refuse(key, value, "is no mode", arena, why);
		number = number * 8 + (value->text.data[i] - '0');
	}
	return set_number(key, value, number, arena, to, why);
}

/* "90", "30s", "5m", "1h". */
static bool
parse_pause(struct slice text, int64_t *out)
{
	static const struct {
		char letter;
		int64_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 } };
	int64_t unit = 1;
	char last = text.len > 0 ? text.data[text.len - 1] : '0';

	for (size_t i = 0; i < ARRAY_LEN(units); i++)
		if (last == units[i].letter) {
			unit = units[i].seconds;
			text.len--;
		}
	if (!slice_number(text, INT32_MAX, out))
		return false;
	*out *= unit;
	return true;
}

static int
set_pauses(const struct conf_key *key, const struct conf_value *value,
    struct arena *arena, void *to, struct fail *why)
{
	struct conf_pauses pauses = { .count = 0 };
	struct slice rest = value->text, word;
	int64_t seconds;

	if (value->wrote != CONF_WROTE_TEXT)
		return refuse(key, value, "is not text", arena, why);
	while (slice_cut(&rest, ' ', &word)) {
		if (word.len == 0)
			continue;
		if (!parse_pause(word, &seconds))
			return refuse(key, value, "is no list of pauses",
			    arena, why);
		if (seconds < key->min || seconds > key->max)
			return refuse(key, value, "is out of range", arena,
			    why);
		if (pauses.count == CONF_PAUSES_MAX)
			return refuse(key, value, "has too many pauses",
			    arena, why);
		pauses.seconds[pauses.count++] = seconds;
	}
	if (pauses.count == 0)
		return refuse(key, value, "is empty", arena, why);
	memcpy(place(key, to), &pauses, sizeof(pauses));
	return 0;
}

int
conf_value_set(const struct conf_key *key, const struct conf_value *value,
    struct arena *arena, void *to, struct fail *why)
{
	switch (key->kind) {
	case CONF_STRING:
	case CONF_DOMAIN:
	case CONF_ZONE:
	case CONF_LANGUAGE:
	case CONF_PATH:
		return set_text(key, value, arena, to, why);
	case CONF_WORD:
		return set_word(key, value, arena, to, why);
	case CONF_INTEGER:
		if (value->wrote != CONF_WROTE_NUMBER)
			return refuse(key, value, "is no whole number", arena,
			    why);
		return set_number(key, value, value->number, arena, to, why);
	case CONF_SIZE:
		return set_size(key, value, arena, to, why);
	case CONF_MODE:
		return set_mode(key, value, arena, to, why);
	case CONF_PAUSES:
		return set_pauses(key, value, arena, to, why);
	case CONF_SWITCH:
		if (value->wrote != CONF_WROTE_SWITCH)
			return refuse(key, value, "is neither", arena, why);
		put_switch(key, to, value->number != 0);
		return 0;
	case CONF_KIND_COUNT:
		break;
	}
	assert(0);
	return -1;
}

void
conf_value_default(const struct conf_key *key, struct arena *arena,
    void *to)
{
	struct conf_value value = { CONF_WROTE_TEXT, slice_of(key->fallback),
		0 };
	struct fail why = FAIL_INIT;

	if (key->kind == CONF_INTEGER) {
		value.wrote = CONF_WROTE_NUMBER;
		if (!slice_number(value.text, INT64_MAX, &value.number))
			log_die("conf: %s.%s: its default is no number",
			    key->group, key->name);
	} else if (key->kind == CONF_SWITCH) {
		value.wrote = CONF_WROTE_SWITCH;
		value.number = slice_eq(value.text, SLICE("true"));
	}
	/* state.dir itself is written as an empty name. */
	if (key->in_state && value.text.len == 0)
		put_text(key, to, "");
	else if (conf_value_set(key, &value, arena, to, &why) < 0)
		log_die("conf: the default: %s", why.text);
}

const char **
conf_value_text(const struct conf_key *key, void *to)
{
	return place(key, to);
}
