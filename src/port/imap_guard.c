/* Lines, lists and literals of an IMAP server, counted. */
#include "port/imap_guard.h"

#include "base/ascii.h"

#define BODY SLICE("BODY[] ")

void
imap_guard_allow(struct imap_guard *guard, int64_t lines, int64_t body)
{
	guard->lines_left = lines;
	guard->body_left = body;
	guard->ended = IMAP_RUNS;
	guard->said_len = 0;
}

/* "7 OK ..." ends the command 7. */
static void
note_end(struct imap_guard *guard)
{
	static const struct slice words[] = {
		[IMAP_OK] = SLICE_INIT("OK"),
		[IMAP_NO] = SLICE_INIT("NO"),
		[IMAP_BAD] = SLICE_INIT("BAD"),
	};
	struct slice rest = slice_make(guard->head, guard->at <
	    sizeof(guard->head) ? guard->at : sizeof(guard->head)), word;

	if (guard->is_rest || guard->at == 0 || guard->head[0] == '*' ||
	    guard->head[0] == '+')
		return;
	if (!slice_cut(&rest, ' ', &word) || rest.len == 0)
		return;
	rest = slice_trim(rest);
	word = slice_head(rest, slice_index(rest, ' '));
	for (size_t i = IMAP_OK; i < ARRAY_LEN(words); i++)
		if (slice_eq_nocase(word, words[i]))
			guard->ended = (enum imap_answer)i;
	guard->said_len = rest.len - word.len;
	if (guard->said_len > 0)
		memcpy(guard->said, rest.data + word.len, guard->said_len);
}

/* "* 12 EXISTS", with whatever command's answer it comes. */
static void
note_exists(struct imap_guard *guard)
{
	struct slice line = slice_make(guard->head, guard->at <
	    sizeof(guard->head) ? guard->at : sizeof(guard->head)), word;

	if (!guard->is_rest && slice_cut(&line, ' ', &word) &&
	    slice_eq(word, SLICE("*")) && slice_cut(&line, ' ', &word) &&
	    slice_eq_nocase(slice_trim(line), SLICE("EXISTS")))
		guard->has_exists = true;
}

/* After the line's end: a literal, or the next line. */
static int
end_line(struct imap_guard *guard, struct fail *why)
{
	bool is_body;

	if (guard->brace != GUARD_CLOSED) {
		note_end(guard);
		note_exists(guard);
		guard->is_rest = false;
		guard->at = 0;
		guard->depth = 0;
		guard->quoted = guard->escaped = guard->is_data = false;
		guard->brace = GUARD_NO_BRACE;
		return 0;
	}
	guard->brace = GUARD_NO_BRACE;
	is_body = slice_eq_nocase(slice_make(guard->tail + 1, BODY.len), BODY);
	/* Elsewhere the parser sees no literal, and we would look away. */
	if (!guard->is_data)
		return fail_set(why, FAIL_RETRY,
		    "it sends a literal where none can be");
	if (guard->number > (is_body ? guard->body_left :
	    IMAP_GUARD_LITERAL))
		return fail_set(why, FAIL_RETRY,
		    "it announces %lld bytes, too many", (long long)
		    guard->number);
	guard->is_rest = true;
	guard->literal = guard->number;
	guard->literal_is_body = is_body;
	return 0;
}

/* "{123}" at the end of a line. */
static void
read_brace(struct imap_guard *guard, char c)
{
	if (c == '{') {
		guard->brace = GUARD_DIGITS;
		guard->number = 0;
	} else if (guard->brace == GUARD_DIGITS && ascii_is_digit(c)) {
		/* Where it stands is far over every limit. */
		if (guard->number < INT64_MAX / 100)
			guard->number = guard->number * 10 + (c - '0');
	} else if (guard->brace == GUARD_DIGITS && c == '}') {
		guard->brace = GUARD_CLOSED;
	} else if (guard->brace != GUARD_CLOSED || c != '\r') {
		guard->brace = GUARD_NO_BRACE;
	}
}

static int
read_line(struct imap_guard *guard, char c, struct fail *why)
{
	if (c == '\n')
		return end_line(guard, why);
	if (guard->at < sizeof(guard->head))
		guard->head[guard->at] = c;
	if (guard->at == 2)
		guard->is_data = ascii_is_digit(c) && guard->tail[6] == '*';
	guard->at++;
	if (guard->quoted) {
		if (guard->escaped)
			guard->escaped = false;
		else if (c == '\\')
			guard->escaped = true;
		else if (c == '"')
			guard->quoted = false;
		return 0;
	}
	read_brace(guard, c);
	if (guard->brace != GUARD_NO_BRACE)
		return 0;
	memmove(guard->tail, guard->tail + 1, sizeof(guard->tail) - 1);
	guard->tail[sizeof(guard->tail) - 1] = c;
	if (c == '"')
		guard->quoted = true;
	else if (c == '(' && ++guard->depth > IMAP_GUARD_DEPTH)
		return fail_set(why, FAIL_RETRY,
		    "it nests lists deeper than anybody");
	else if (c == ')' && guard->depth > 0)
		guard->depth--;
	return 0;
}

/* Passes over what of the bytes belongs to the open literal. */
static struct slice
pass_literal(struct imap_guard *guard, struct slice bytes)
{
	int64_t len = (int64_t)bytes.len < guard->literal ?
	    (int64_t)bytes.len : guard->literal;

	guard->literal -= len;
	if (guard->literal_is_body)
		guard->body_left -= len;
	else
		guard->lines_left -= len;
	return slice_from(bytes, (size_t)len);
}

int
imap_guard_feed(struct imap_guard *guard, struct slice bytes,
    struct fail *why)
{
	while (bytes.len > 0) {
		if (guard->literal > 0) {
			bytes = pass_literal(guard, bytes);
			continue;
		}
		if (guard->lines_left-- <= 0)
			return fail_set(why, FAIL_RETRY,
			    "its answer does not end");
		if (read_line(guard, bytes.data[0], why) < 0)
			return -1;
		bytes = slice_from(bytes, 1);
	}
	return 0;
}

struct slice
imap_guard_said(const struct imap_guard *guard)
{
	return slice_trim(slice_make(guard->said, guard->said_len));
}

bool
imap_guard_is_passing(const struct imap_guard *guard)
{
	static const struct slice codes[] = {
		SLICE_INIT("UNAVAILABLE"), SLICE_INIT("INUSE"),
		SLICE_INIT("LIMIT"), SLICE_INIT("SERVERBUG"),
	};
	struct slice said = imap_guard_said(guard), code;

	if (!slice_starts(said, SLICE("[")))
		return false;
	said = slice_from(said, 1);
	code = slice_head(said, slice_index(said, ']'));
	for (size_t i = 0; i < ARRAY_LEN(codes); i++)
		if (slice_eq_nocase(code, codes[i]))
			return true;
	return false;
}
