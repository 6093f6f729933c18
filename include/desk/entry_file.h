/* An entry's attachments, as its row names them. */
#ifndef DESK_ENTRY_FILE_H
#define DESK_ENTRY_FILE_H

#include "base/slice.h"

struct entry_file {
	struct slice part, type, name;
	int64_t octets; /* in the mail, encoded */
};

/* Takes the next one off entry->attachments; false at the end. */
bool entry_file_next(struct slice *rest, struct entry_file *out);

#endif
