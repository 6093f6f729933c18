/* maildesk config: a configuration to begin with. */
#include "app/cli_commands.h"

#include "port/conf.h"

int
cli_config(struct cli *cli, struct fail *why)
{
	(void)why;
	conf_print_sample(cli->out);
	return 0;
}
