/* The lines of master.cf, and words of main.cf. */
#include "port/postfix.h"

#include "base/ascii.h"

/* The next word; false at the end. */
static bool
next_word(struct slice *rest, struct slice *word)
{
	size_t len = 0;

	*rest = slice_trim(*rest);
	while (len < rest->len && !ascii_is_space(rest->data[len]))
		len++;
	*word = slice_head(*rest, len);
	*rest = slice_from(*rest, len);
	return len > 0;
}

bool
postfix_service_parse(struct slice line, struct postfix_service *out)
{
	/* private, unprivileged, chroot, wakeup, processes */
	struct slice columns[5];

	*out = (struct postfix_service){ .is_chrooted = false };
	if (slice_starts(line, SLICE("#")) || !next_word(&line, &out->name) ||
	    !next_word(&line, &out->type))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		if (!next_word(&line, &columns[i]))
			return false;
	if (!next_word(&line, &out->command))
		return false;
	out->is_chrooted = slice_eq(columns[2], SLICE("y"));
	out->arguments = slice_trim(line);
	return true;
}

const struct postfix_service *
postfix_find(const struct postfix *postfix, struct slice name)
{
	for (size_t i = 0; i < postfix->count; i++)
		if (slice_eq(postfix->services[i].name, name) &&
		    slice_eq(postfix->services[i].type, SLICE("unix")))
			return &postfix->services[i];
	return NULL;
}

/* name=value among words, up to argv= or behind it. */
static bool
find_value(struct slice words, struct slice name, bool is_behind,
    struct slice *out)
{
	bool behind = false;
	struct slice word;

	*out = SLICE_EMPTY;
	while (next_word(&words, &word)) {
		if (slice_starts(word, SLICE("argv="))) {
			behind = true;
			continue;
		}
		if (behind == is_behind && slice_starts(word, name) &&
		    word.len > name.len && word.data[name.len] == '=') {
			*out = slice_from(word, name.len + 1);
			return true;
		}
	}
	return false;
}

bool
postfix_attribute(const struct postfix_service *service, struct slice name,
    struct slice *out)
{
	return find_value(service->arguments, name, false, out);
}

bool
postfix_word(const struct postfix_service *service, struct slice name,
    struct slice *out)
{
	return find_value(service->arguments, name, true, out);
}

bool
postfix_time(struct slice text, int64_t *seconds)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 },
		{ 'w', 604800 } };
	int64_t factor = 1;

	if (text.len == 0)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(units); i++)
		if (text.data[text.len - 1] == units[i].unit) {
			factor = units[i].seconds;
			text.len--;
			break;
		}
	if (!slice_number(text, INT64_MAX / 604800, seconds))
		return false;
	*seconds *= factor;
	return true;
}
