/* A token's file: "access ey...", one fact a line. */
#include "port/token_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/secret.h"
#include "base/text.h"

#define FILE_MAX ((size_t)64 << 10)
#define FIRST_LINE "maildesk-token 1"

static const struct {
	const char *name;
	size_t offset; /* of a slice in struct token */
} texts[] = {
	{ "whose", offsetof(struct token, whose) },
	{ "access", offsetof(struct token, access) },
	{ "refresh", offsetof(struct token, refresh) },
	{ "why", offsetof(struct token, why) },
};

static const struct {
	const char *name;
	size_t offset; /* of an int64_t */
} numbers[] = {
	{ "got", offsetof(struct token, got_at) },
	{ "expires", offsetof(struct token, expires_at) },
	{ "failing", offsetof(struct token, failing_since) },
	{ "tries", offsetof(struct token, tries) },
	{ "retry", offsetof(struct token, retry_at) },
};

/* False: the line is none of ours. */
static bool
read_line(struct slice line, struct token *out)
{
	struct slice word;

	slice_cut(&line, ' ', &word);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (slice_eq(word, slice_of(texts[i].name))) {
			memcpy((char *)out + texts[i].offset, &line,
			    sizeof(line));
			return true;
		}
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		if (slice_eq(word, slice_of(numbers[i].name)))
			return slice_number(line, INT64_MAX,
			    (int64_t *)(void *)((char *)out +
			    numbers[i].offset));
	if (!slice_eq(word, SLICE("refused")))
		return false;
	out->is_refused = true;
	return true;
}

int
token_file_load(const char *path, struct arena *arena, struct token *out,
    struct fail *why)
{
	struct slice text, line;
	struct stat info;

	*out = (struct token){ 0 };
	if (stat(path, &info) < 0) {
		if (errno == ENOENT)
			return 0;
		return fail_sys(why, FAIL_SETUP, "cannot read %s", path);
	}
	if ((info.st_mode & 077) != 0)
		return fail_set(why, FAIL_SETUP, "%s can be read by others;"
		    " chmod 600 %s", path, path);
	if (file_read(path, FILE_MAX, arena, &text, why) < 0)
		return -1;
	if (slice_line(&text, &line) && slice_eq(line, SLICE(FIRST_LINE))) {
		while (slice_line(&text, &line))
			if (!read_line(line, out))
				goto damaged;
		return 1;
	}
damaged:
	*out = (struct token){ 0 };
	return fail_set(why, FAIL_SETUP, "%s is damaged; a new login makes it"
	    " anew", path);
}

int
token_file_save(const char *path, const struct token *token,
    struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct text text = TEXT_IN(&arena);
	struct slice value;
	int64_t number;
	int rc;

	text_reserve(&text, FILE_MAX);
	text_add_string(&text, FIRST_LINE "\n");
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		memcpy(&value, (const char *)token + texts[i].offset,
		    sizeof(value));
		if (value.len == 0)
			continue;
		text_add_format(&text, "%s ", texts[i].name);
		text_add_line(&text, value);
		text_add_char(&text, '\n');
	}
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		memcpy(&number, (const char *)token + numbers[i].offset,
		    sizeof(number));
		text_add_format(&text, "%s %" PRId64 "\n", numbers[i].name,
		    number);
	}
	if (token->is_refused)
		text_add_string(&text, "refused\n");
	rc = file_replace(path, text_slice(&text), 0600, why);
	secret_wipe(text.data, text.size);
	arena_free(&arena);
	return rc;
}
