/* maildesk init: makes what a desk needs, and says what comes next. */
#include "app/cli_init.h"

#include <sys/stat.h>
#include <unistd.h>

#include "app/cli_commands.h"
#include "app/cli_print.h"

struct made {
	const char *path;
	const char *what;
	bool was_there;
};

#define MADE_MAX 4

static void
look(const struct conf *conf, struct made made[MADE_MAX])
{
	made[0] = (struct made){ conf->state_dir, "the state folder", false };
	made[1] = (struct made){ conf->key_path,
		"signs the tokens; keep a copy in a safe place", false };
	made[2] = (struct made){ conf->archive_path,
		"every mail ever accepted", false };
	made[3] = (struct made){ conf->desk_path, "tickets, people, letters",
		false };
	for (int i = 0; i < MADE_MAX; i++)
		made[i].was_there = access(made[i].path, F_OK) == 0;
}

static void
print_json(struct cli *cli, const struct made made[MADE_MAX])
{
	struct json *json = json_new_array(), *item;

	for (int i = 0; i < MADE_MAX; i++) {
		item = json_append_object(json);
		json_add_text(item, "path", slice_of(made[i].path));
		json_add_bool(item, "made", !made[i].was_there);
	}
	cli_print_json(cli, json);
}

void
cli_init_print_owner(struct cli *cli)
{
	struct stat info;

	if (geteuid() == 0 && stat(cli->conf.state_dir, &info) == 0 &&
	    info.st_uid == 0)
		cli_print_line(cli, arena_format(&cli->arena,
		    "\"%s\" belongs to root. If maildeskd shall run as another"
		    " account: chown -R ACCOUNT: %s", cli->conf.state_dir,
		    cli->conf.state_dir));
}

int
cli_init(struct cli *cli, struct fail *why)
{
	struct made made[MADE_MAX];

	look(&cli->conf, made);
	if (desk_init(&cli->conf, why) < 0)
		return -1;
	if (cli->json) {
		print_json(cli, made);
		return 0;
	}
	for (int i = 0; i < MADE_MAX; i++)
		cli_print_line(cli, arena_format(&cli->arena, "%s  %s  (%s)",
		    made[i].was_there ? "there" : "made ", made[i].path,
		    made[i].what));
	cli_init_print_owner(cli);
	fputs("\nNext:\n"
	    "  maildesk department add NAME ADDRESS\n"
	    "  maildesk agent add NAME ADDRESS --handle HANDLE --unix ACCOUNT"
	    " --department NAME --manager\n"
	    "  maildesk check\n"
	    "and start maildeskd.\n", cli->out);
	return 0;
}
