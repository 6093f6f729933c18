/* What commands say: to people as lines and facts, to programs as JSON. */
#ifndef APP_CLI_PRINT_H
#define APP_CLI_PRINT_H

#include "app/cli.h"

/* A line for people; foreign bytes lose their controls. */
void cli_print_line(struct cli *cli, struct slice line);
/* A line that begins something, bold on a terminal. */
void cli_print_heading(struct cli *cli, struct slice line);
/* "Name        value"; nothing when the value is empty. */
void cli_print_fact(struct cli *cli, const char *name, struct slice value);
void cli_print_fact_format(struct cli *cli, const char *name,
    const char *format, ...) __attribute__((format(printf, 3, 4)));
/* When it was: "3 min ago"; nothing when 0. */
void cli_print_fact_when(struct cli *cli, const char *name, int64_t at);
/* Foreign text, every line behind `indent`. */
void cli_print_block(struct cli *cli, const char *indent, struct slice text);

/* One line; on a terminal in ASCII. */
void cli_show_json(struct cli *cli, const struct json *json);
/* The same, and frees it. */
void cli_print_json(struct cli *cli, struct json *json);

#endif
