/* The labels of quoted headers, in the languages of mail programs. */
#ifndef MAIL_QUOTE_LABELS_H
#define MAIL_QUOTE_LABELS_H

#include <stdbool.h>

#include "base/slice.h"

enum quote_label {
	LABEL_NONE, LABEL_FROM, LABEL_DATE, LABEL_TO, LABEL_CC, LABEL_SUBJECT,
	LABEL_OTHER,
};

/*
 * "From: Kim", "Von: Kim", "*De :* Kim": which label the line has, and the
 * value behind it.
 */
enum quote_label quote_label(struct slice line, struct slice *value);

/*
 * The same within a line: programs that lose the line ends of a header write
 * "Fra: Kim <kim@example.test>Til: ...CETEmne: Printer".  Offset of the first
 * such label, s.len when there is none; *value is all that follows it.
 */
size_t quote_label_within(struct slice s, enum quote_label label,
    struct slice *value);

/* The tables. */
struct quote_label_row {
	struct slice text;
	enum quote_label label;
	const char *source; /* programs that write it */
};

struct quote_label_rows {
	const struct quote_label_row *items;
	size_t count;
};

extern const struct quote_label_rows quote_labels_latin, quote_labels_other;

#endif
