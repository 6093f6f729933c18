/* Letters as commands show them. */
#ifndef APP_CLI_LETTER_H
#define APP_CLI_LETTER_H

#include "app/cli.h"
#include "store/outbox.h"

/* What there is to say of it, as members of an object; without its words. */
void cli_letter_json(struct json *json, const struct outbox_row *letter);
void cli_letters_print(struct cli *cli, const struct outbox_row *letters,
    size_t count, const char *none);

#endif
