/* Notes of colleagues, as commands show them. */
#ifndef APP_CLI_NOTE_H
#define APP_CLI_NOTE_H

#include "app/cli.h"
#include "store/owned.h"

/* Each below a heading that says whose it is. */
int cli_notes_print(struct cli *cli, const struct note *notes, size_t count,
    struct fail *why);
/* As items of an array. */
int cli_notes_json(struct cli *cli, const struct note *notes, size_t count,
    struct json *array, struct fail *why);

#endif
