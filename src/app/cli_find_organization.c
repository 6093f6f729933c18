/* Organizations and roles that the words of a command mean. */
#include "app/cli_find.h"

#include "app/belonging.h"
#include "app/cli_text.h"
#include "store/organizations.h"

int
cli_find_organization(struct cli *cli, struct slice word,
    struct organization *out, struct fail *why)
{
	int got = belonging_find(cli->desk.db, word, &cli->arena, out, why);

	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "no organization has the"
		    " name, number or domain \"%.*s\"; `maildesk organization"
		    " find WORD` searches",
		    SLICE_ARG(cli_line(word, &cli->arena)));
	return got < 0 ? -1 : 0;
}

int
cli_find_role(struct cli *cli, struct slice word,
    struct organization_role *out, struct fail *why)
{
	int got;

	if (word.len == 0)
		word = SLICE("member");
	got = organization_roles_find(cli->desk.db, word, &cli->arena, out,
	    why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "there is no role \"%.*s\";"
		    " `maildesk role list` names them",
		    SLICE_ARG(cli_line(word, &cli->arena)));
	return got < 0 ? -1 : 0;
}
