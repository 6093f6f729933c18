/* A user's files, as commands show them. */
#ifndef APP_CLI_USER_FILE_H
#define APP_CLI_USER_FILE_H

#include "app/cli.h"
#include "store/person_files.h"

int cli_user_files_print(struct cli *cli, const struct person_file *files,
    size_t count, struct fail *why);
/* An object each. */
int cli_user_files_json(struct cli *cli, const struct person_file *files,
    size_t count, struct json *array, struct fail *why);

#endif
