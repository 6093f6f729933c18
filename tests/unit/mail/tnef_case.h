/* TNEF streams made by hand, an attribute at a time. */
#ifndef UNIT_TNEF_CASE_H
#define UNIT_TNEF_CASE_H

#include "base/text.h"

#define TNEF_CODE_PAGE 1, 0x00069007
#define TNEF_BODY 1, 0x0002800c
#define TNEF_PROPERTIES 1, 0x00069003
#define TNEF_RENDERING 2, 0x00069002
#define TNEF_TITLE 2, 0x00018010
#define TNEF_DATA 2, 0x0006800f
#define TNEF_FILE_PROPERTIES 2, 0x00069005

static inline void
tnef_number(struct text *to, uint32_t number, size_t octets)
{
	for (size_t i = 0; i < octets; i++)
		text_add_char(to, (char)(number >> (8 * i)));
}

static inline void
tnef_begin(struct text *to)
{
	text_add(to, SLICE("\x78\x9f\x3e\x22\x01\0"));
}

static inline void
tnef_attribute(struct text *to, int level, uint32_t type, struct slice value)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < value.len; i++)
		sum += (unsigned char)value.data[i];
	text_add_char(to, (char)level);
	tnef_number(to, type, 4);
	tnef_number(to, (uint32_t)value.len, 4);
	text_add(to, value);
	tnef_number(to, sum, 2);
}

/* Properties: begun with how many there will be. */
static inline void
mapi_begin(struct text *to, uint32_t count)
{
	text_clear(to);
	tnef_number(to, count, 4);
}

static inline void
mapi_value(struct text *to, uint32_t type, uint32_t id, struct slice value)
{
	tnef_number(to, type, 2);
	tnef_number(to, id, 2);
	if (type == 3 || type == 11) {
		text_add(to, value);
		return;
	}
	tnef_number(to, 1, 4);
	tnef_number(to, (uint32_t)value.len, 4);
	text_add(to, value);
	while (value.len++ % 4 != 0)
		text_add_char(to, '\0');
}

#define MAPI_LONG 3
#define MAPI_BOOLEAN 11
#define MAPI_OBJECT 13
#define MAPI_STRING 30
#define MAPI_UNICODE 31
#define MAPI_BINARY 0x102

/* A file of two attributes. */
static inline void
tnef_file(struct text *to, const char *title, struct slice bytes)
{
	tnef_attribute(to, TNEF_RENDERING, SLICE("\0\0\0\0"));
	tnef_attribute(to, TNEF_TITLE, slice_of(title));
	tnef_attribute(to, TNEF_DATA, bytes);
}

#endif
