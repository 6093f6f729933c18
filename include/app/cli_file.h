/* An entry's attachments, as its row names them. */
#ifndef APP_CLI_FILE_H
#define APP_CLI_FILE_H

#include "base/slice.h"

struct cli_file {
	struct slice part, type, name;
	int64_t octets; /* in the mail, encoded */
};

/* Takes the next one off entry->attachments; false at the end. */
bool cli_file_next(struct slice *rest, struct cli_file *out);

#endif
