/* What commands say: to people as lines and facts, to programs as JSON. */
#include "app/cli_print.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli_text.h"
#include "app/cli_when.h"

#define FACT_WIDTH "%-12s "

static void
put(struct cli *cli, struct slice s)
{
	if (s.len > 0)
		fwrite(s.data, 1, s.len, cli->out);
}

void
cli_print_line(struct cli *cli, struct slice line)
{
	put(cli, cli_line(line, &cli->arena));
	putc('\n', cli->out);
}

/* https://no-color.org: nothing but plain text for who asks for it. */
static bool
may_embolden(const struct cli *cli)
{
	const char *plain = getenv("NO_COLOR"), *term = getenv("TERM");

	return cli->width > 0 && (plain == NULL || *plain == '\0') &&
	    term != NULL && strcmp(term, "dumb") != 0;
}

void
cli_print_heading(struct cli *cli, struct slice line)
{
	bool bold = may_embolden(cli);

	if (bold)
		fputs("\x1b[1m", cli->out);
	put(cli, cli_line(line, &cli->arena));
	fputs(bold ? "\x1b[0m\n" : "\n", cli->out);
}

void
cli_print_fact(struct cli *cli, const char *name, struct slice value)
{
	if (value.len == 0)
		return;
	fprintf(cli->out, FACT_WIDTH, name);
	cli_print_line(cli, value);
}

void
cli_print_fact_format(struct cli *cli, const char *name, const char *format,
    ...)
{
	char value[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(value, sizeof(value), format, args);
	va_end(args);
	cli_print_fact(cli, name, slice_of(value));
}

void
cli_print_fact_when(struct cli *cli, const char *name, int64_t at)
{
	char when[CLI_WHEN_SIZE];

	if (at != 0)
		cli_print_fact(cli, name,
		    slice_of(cli_when(at, cli->now, when)));
}

void
cli_print_block(struct cli *cli, const char *indent, struct slice text)
{
	struct slice rest = cli_block(text, &cli->arena), line;

	while (slice_line(&rest, &line)) {
		if (line.len > 0)
			fputs(indent, cli->out);
		put(cli, line);
		putc('\n', cli->out);
	}
}

void
cli_show_json(struct cli *cli, const struct json *json)
{
	/*
	 * A terminal shall see no control of a mail, not even those above
	 * ASCII.  That a line could not be written is seen when the command
	 * ends.
	 */
	json_print(json, cli->width > 0, cli->out);
}

void
cli_print_json(struct cli *cli, struct json *json)
{
	cli_show_json(cli, json);
	json_free(json);
}
