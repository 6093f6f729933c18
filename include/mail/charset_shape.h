/*
 * What few bytes betray of their charset: how the high ones stand together.
 * For subjects and names, which are too short for statistics of a language.
 */
#ifndef MAIL_CHARSET_SHAPE_H
#define MAIL_CHARSET_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

struct charset_shape {
	size_t high;	  /* bytes over 0x7f */
	size_t runs;	  /* of them, standing together */
	size_t low;	  /* ASCII letters and digits */
	struct slice label; /* what the shape alone says; empty: nothing */
};

void charset_shape(struct slice bytes, struct charset_shape *out);

/*
 * True when the high bytes stand alone between ASCII letters, as in words of
 * a Latin alphabet.
 */
bool charset_shape_is_latin(const struct charset_shape *shape);

#endif
