/* KEY=VALUE arguments. */
#include "app/cli_setting.h"

int
cli_setting(const struct cli *cli, int n, struct slice *key,
    struct slice *value, struct fail *why)
{
	struct slice word = cli_argument(cli, n);
	size_t at = slice_index(word, '=');

	*key = slice_head(word, at);
	*value = slice_from(word, at + 1);
	if (at == word.len || at == 0)
		return fail_set(why, FAIL_REFUSE,
		    "\"%.*s\" is no setting: write KEY=VALUE", SLICE_ARG(word));
	return 0;
}
