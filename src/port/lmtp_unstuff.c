/* Dots and line ends of DATA, across the borders of chunks. */
#include "port/lmtp_unstuff.h"

#include <string.h>

/* How far the body goes on without a byte to leave out. */
static size_t
run_length(struct lmtp_unstuff *unstuff, struct slice in)
{
	const char	*cr;
	size_t		 i = 0;

	while (i < in.len) {
		if (unstuff->state == UNSTUFF_CR) {
			if (in.data[i] == '\n')
				unstuff->state = UNSTUFF_LINE_START;
			else if (in.data[i] != '\r')
				unstuff->state = UNSTUFF_IN_LINE;
			i++;
			continue;
		}
		if (unstuff->state == UNSTUFF_LINE_START && in.data[i] == '.')
			return i;
		cr = memchr(in.data + i, '\r', in.len - i);
		unstuff->state = cr == NULL ? UNSTUFF_IN_LINE : UNSTUFF_CR;
		i = cr == NULL ? in.len : (size_t)(cr - in.data) + 1;
	}
	return i;
}

/* Passes over the one byte that `in` begins with. */
static void
pass(struct slice *in)
{
	*in = slice_from(*in, 1);
}

enum lmtp_unstuffed
lmtp_unstuff(struct lmtp_unstuff *unstuff, struct slice *in,
    struct slice *piece)
{
	size_t run;

	if (unstuff->state == UNSTUFF_LINE_START && in->len > 0 &&
	    in->data[0] == '.') {
		unstuff->state = UNSTUFF_DOT;
		pass(in);
	}
	if (unstuff->state == UNSTUFF_DOT && in->len > 0) {
		if (in->data[0] != '\r') {
			unstuff->state = UNSTUFF_IN_LINE;
		} else {
			unstuff->state = UNSTUFF_DOT_CR;
			pass(in);
		}
	}
	if (unstuff->state == UNSTUFF_DOT_CR && in->len > 0) {
		if (in->data[0] == '\n') {
			unstuff->state = UNSTUFF_LINE_START;
			pass(in);
			return UNSTUFFED_END;
		}
		/* A CR behind a stuffed dot, and no line end after all. */
		unstuff->state = UNSTUFF_CR;
		*piece = SLICE("\r");
		return UNSTUFFED_PIECE;
	}
	if (in->len == 0)
		return UNSTUFFED_MORE;

	run = run_length(unstuff, *in);
	*piece = slice_head(*in, run);
	*in = slice_from(*in, run);
	return UNSTUFFED_PIECE;
}
