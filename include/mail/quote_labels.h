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

#endif
