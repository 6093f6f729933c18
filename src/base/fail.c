/* Failures: the kind, and one line of text that never holds a line end. */
#include "base/fail.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/slice.h"

static const char *const kind_names[] = {
	[FAIL_RETRY] = "retry",
	[FAIL_REFUSE] = "refuse",
	[FAIL_SETUP] = "setup",
	[FAIL_SYNC] = "sync",
};

/* Room for more than a fail holds, so that a cut sentence can be told. */
#define SENTENCE_SIZE (sizeof(((struct fail *)0)->text) * 2)

/*
 * Sentences are made aside and put in last: their arguments may be the text
 * that stands there.
 */
static void
put(struct fail *why, const char *sentence)
{
	static const char	more[] = "...";
	size_t			len = strlen(sentence);

	if (len >= sizeof(why->text)) {
		len = sizeof(why->text) - sizeof(more);
		/* Not in the midst of a character. */
		while (len > 0 && ((unsigned char)sentence[len] & 0xc0) == 0x80)
			len--;
		memcpy(why->text + len, more, sizeof(more));
	} else {
		why->text[len] = '\0';
	}
	memcpy(why->text, sentence, len);
	for (size_t i = 0; i < len; i++)
		if (ascii_is_control(why->text[i]))
			why->text[i] = ' ';
}

static void
join(char *to, const char *first, const char *second)
{
	size_t room = SENTENCE_SIZE;
	size_t len = strnlen(first, room / 2);

	memcpy(to, first, len);
	snprintf(to + len, room - len, ": %s", second);
}

int
fail_set(struct fail *why, enum fail_kind kind, const char *format, ...)
{
	int	saved = errno;
	char	sentence[SENTENCE_SIZE];
	va_list	args;

	if (why == NULL)
		return -1;
	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	why->kind = kind;
	put(why, sentence);
	errno = saved;
	return -1;
}

int
fail_sys(struct fail *why, enum fail_kind kind, const char *format, ...)
{
	int	saved = errno;
	char	sentence[SENTENCE_SIZE];
	char	joined[SENTENCE_SIZE];
	va_list	args;

	if (why == NULL)
		return -1;
	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	join(joined, sentence, strerror(saved));
	why->kind = kind;
	put(why, joined);
	errno = saved;
	return -1;
}

int
fail_add(struct fail *why, const char *format, ...)
{
	int	saved = errno;
	char	prefix[SENTENCE_SIZE];
	char	joined[SENTENCE_SIZE];
	va_list	args;

	if (why == NULL)
		return -1;
	va_start(args, format);
	vsnprintf(prefix, sizeof(prefix), format, args);
	va_end(args);
	join(joined, prefix, why->text);
	put(why, joined);
	errno = saved;
	return -1;
}

const char *
fail_kind_name(enum fail_kind kind)
{
	if ((size_t)kind >= ARRAY_LEN(kind_names))
		return "unknown";
	return kind_names[kind];
}
