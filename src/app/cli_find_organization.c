/* Organizations and roles that the words of a command mean. */
#include "app/cli_find.h"

#include "app/cli_text.h"
#include "store/organizations.h"

int
cli_find_organization(struct cli *cli, struct slice word,
    struct organization *out, struct fail *why)
{
	struct db *db = cli->desk.db;
	struct slice domain;
	int64_t id;
	int got;

	word = slice_trim(word);
	if (slice_number(word, INT64_MAX, &id))
		got = organizations_get(db, id, &cli->arena, out, why);
	else
		got = organizations_find(db, word, &cli->arena, out, why);
	if (got == 0 &&
	    organization_domain_fault(word, &cli->arena, &domain) == NULL)
		got = organizations_by_domain(db, domain, &cli->arena, out,
		    why);
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
