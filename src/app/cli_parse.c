/* maildesk parse: what is in a mail, without a desk. */
#include "app/cli_commands.h"

#include "app/cli_mail.h"
#include "app/cli_print.h"
#include "base/file.h"

/* Longer than any mail that the intake may be told to take. */
#define RAW_MAX ((size_t)512 << 20)

static void
print_mail(struct cli *cli, const char *path, const struct cli_mail *mail,
    bool more)
{
	struct json *json;

	if (cli->json) {
		json = json_new_object();
		cli_mail_json(mail, json);
		cli_print_json(cli, json);
		return;
	}
	if (cli->argument_count > 1)
		cli_print_heading(cli, slice_of(path));
	cli_mail_print(cli, mail, cli_option(cli, "--full") != NULL);
	if (more)
		putc('\n', cli->out);
}

/* In an arena of its own, which is as big as the biggest mail. */
static int
parse_one(struct cli *cli, int at, struct fail *why)
{
	static const struct mail_limits limits = MAIL_LIMITS_DEFAULT;
	static const struct envelope nobody = { .door = DOOR_CLI };
	static const struct own own = { SLICE_INIT(""), SLICE_INIT("") };
	struct cli_mail mail;
	struct slice raw;

	if (file_read(cli->arguments[at], RAW_MAX, &cli->arena, &raw, why) < 0)
		return -1;
	cli_mail_read(raw, &nobody, &own, &limits, &cli->arena, &mail);
	print_mail(cli, cli->arguments[at], &mail,
	    at + 1 < cli->argument_count);
	return 0;
}

int
cli_parse(struct cli *cli, struct fail *why)
{
	struct cli each = *cli;
	int failed = 0;

	each.arena = (struct arena)ARENA_INIT;
	for (int i = 0; i < cli->argument_count; i++) {
		if (parse_one(&each, i, why) < 0) {
			failed++;
			if (cli->argument_count > 1)
				fprintf(stderr, "maildesk: %s\n", why->text);
		}
		arena_reset(&each.arena);
	}
	arena_free(&each.arena);
	if (failed > 0 && cli->argument_count > 1)
		return fail_set(why, FAIL_SETUP, "%d of %d files could not be"
		    " read", failed, cli->argument_count);
	return failed > 0 ? -1 : 0;
}
