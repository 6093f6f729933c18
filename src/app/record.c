/* The decision record: one line per fact that mattered. */
#include "app/record.h"

#include <stdarg.h>
#include <stdio.h>

#define RECORD_VALUE_MAX 400

void
record_add(struct text *record, const char *stage, const char *fact,
    struct slice value)
{
	text_add_format(record, "%s\t%s\t", stage, fact);
	text_add_line(record, slice_head(value, RECORD_VALUE_MAX));
	text_add_char(record, '\n');
}

void
record_add_format(struct text *record, const char *stage, const char *fact,
    const char *format, ...)
{
	char value[RECORD_VALUE_MAX + 1];
	va_list args;

	va_start(args, format);
	vsnprintf(value, sizeof(value), format, args);
	va_end(args);
	record_add(record, stage, fact, slice_of(value));
}

bool
record_next(struct slice *rest, struct slice *stage, struct slice *fact,
    struct slice *value)
{
	struct slice line;

	if (!slice_line(rest, &line))
		return false;
	*stage = *fact = SLICE_EMPTY;
	slice_cut(&line, '\t', stage);
	slice_cut(&line, '\t', fact);
	*value = line;
	return true;
}
