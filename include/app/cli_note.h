/* Notes as a command takes them. */
#ifndef APP_CLI_NOTE_H
#define APP_CLI_NOTE_H

#include "app/cli.h"

/*
 * The words behind the first argument; without any the file of --file, or
 * standard input.  FAIL_REFUSE when it is no text, or too much.
 */
int cli_note_text(struct cli *cli, struct slice *out, struct fail *why);

#endif
