/* The charsets that are known here, by the names that mails give them. */
#ifndef MAIL_CHARSET_LIST_H
#define MAIL_CHARSET_LIST_H

#include "base/slice.h"

/* What must be thought of before iconv converts. */
enum charset_kind {
	CHARSET_UTF8,	/* checked, never converted */
	CHARSET_ASCII,	/* says nothing about bytes over 0x7f */
	CHARSET_SINGLE,	/* one byte each, ASCII below */
	CHARSET_MULTI,	/* several bytes each, ASCII below */
	CHARSET_STATE,	/* 7-bit with escapes */
	CHARSET_JIS,	/* the same, ISO-2022-JP: through EUC-JP */
	CHARSET_HZ,	/* the same, HZ: through GB18030 */
	CHARSET_WIDE,	/* two or four bytes each */
};

struct charset {
	const char *iconv;  /* what iconv calls it; NULL when it is not asked */
	enum charset_kind kind;
	unsigned char unit; /* bytes to pass over after a bad one */
};

#define CHARSET_LIST_MAX 96

/* How many there are; charset_list_at(i) for i below that. */
size_t charset_list_count(void);
const struct charset *charset_list_at(size_t index);
/*
 * The index of the one that mailers mean by the label (any bytes), or
 * charset_list_count() when it is not known.  Case, quotes, blanks, dashes
 * and what follows a ':' or ';' do not matter; latin1 means windows-1252.
 */
size_t charset_list_find(struct slice label);

#endif
