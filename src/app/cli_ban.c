/* maildesk ban add, list, remove: from whom nothing is taken. */
#include "app/cli_ban.h"

#include "app/ban.h"
#include "app/cli_change.h"
#include "app/cli_columns.h"
#include "app/cli_commands.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "app/cli_text.h"
#include "mail/address.h"
#include "store/bans.h"
#include "store/changes.h"

#define REASON_MAX 500

/* A ban that is made, changed or taken back. */
struct banning {
	struct slice pattern;
	struct ban before, after; /* id 0: none */
};

/* What is typed comes back in sentences. */
#define TYPED(cli, word) SLICE_ARG(cli_line((word), &(cli)->arena))

/* What the argument says, when it may be banned at all. */
static int
read_pattern(struct cli *cli, struct slice *out, struct fail *why)
{
	struct slice word = cli_argument(cli, 0);

	if (!ban_pattern(word, &cli->arena, out))
		return fail_set(why, FAIL_REFUSE, "\"%.*s\" is neither an"
		    " address nor a domain like @example.com",
		    TYPED(cli, word));
	return 0;
}

static int
expect_none_of_ours(struct cli *cli, struct slice pattern, struct fail *why)
{
	const char *problem;
	int got = ban_check(&cli->desk, pattern, &cli->arena, &problem, why);

	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "%.*s",
		    TYPED(cli, slice_of(problem)));
	return got < 0 ? -1 : 0;
}

static int
read_reason(struct cli *cli, const struct ban *before, struct slice *out,
    struct fail *why)
{
	/* Who says none a second time means the same ban. */
	*out = before->reason;
	if (cli_option(cli, "--reason") == NULL)
		return 0;
	*out = slice_trim(cli_option_slice(cli, "--reason"));
	if (!slice_is_utf8(*out) || out->len > REASON_MAX)
		return fail_set(why, FAIL_REFUSE, "a reason is UTF-8 of at most"
		    " %d octets", REASON_MAX);
	return 0;
}

/* From what to what; the log outlives the ban, so the pattern is in it. */
static int
log_ban(struct cli *cli, const struct banning *banning, struct fail *why)
{
	const struct ban *old = &banning->before, *new = &banning->after;
	int64_t id = old->id != 0 ? old->id : new->id;

	if (cli_change_log(cli, "ban", id, "pattern", old->pattern,
		new->pattern, why) < 0)
		return -1;
	return cli_change_log(cli, "ban", id, "reason", old->reason,
	    new->reason, why);
}

static int
add(struct cli *cli, void *data, struct fail *why)
{
	struct banning *banning = data;
	struct slice pattern, reason;
	struct db *db = cli->desk.db;

	if (read_pattern(cli, &pattern, why) < 0 ||
	    expect_none_of_ours(cli, pattern, why) < 0 ||
	    bans_get(db, pattern, &cli->arena, &banning->before, why) < 0 ||
	    read_reason(cli, &banning->before, &reason, why) < 0)
		return -1;
	banning->pattern = pattern;
	if (bans_add(db, pattern, reason, cli->now, why) < 0 ||
	    bans_get(db, pattern, &cli->arena, &banning->after, why) < 0)
		return -1;
	return log_ban(cli, banning, why);
}

static void
ban_json(struct json *json, const struct ban *ban)
{
	json_add_int(json, "id", ban->id);
	json_add_text(json, "pattern", ban->pattern);
	json_add_text_or_null(json, "reason", ban->reason);
	json_add_time(json, "at", ban->at);
}

static void
print_banning(struct cli *cli, const struct banning *banning,
    const char *what)
{
	struct json *json;

	if (!cli->json) {
		cli_print_line(cli, arena_format(&cli->arena, "%.*s %s",
		    SLICE_ARG(banning->pattern), what));
		return;
	}
	json = json_new_object();
	json_add_bool(json, "banned", banning->after.id != 0);
	ban_json(json, banning->after.id != 0 ? &banning->after
	    : &banning->before);
	cli_print_json(cli, json);
}

int
cli_ban_add(struct cli *cli, struct fail *why)
{
	struct banning banning = { .pattern = SLICE_EMPTY };

	if (cli_change(cli, add, &banning, why) < 0)
		return -1;
	print_banning(cli, &banning, banning.before.id != 0
	    ? "was banned already" : "is banned: mail from there is refused,"
	    " or quarantined where only its From says so");
	return 0;
}

static int
refuse_unknown(struct cli *cli, struct slice pattern, struct fail *why)
{
	int got = ban_is_domain(pattern) ? 0
	    : bans_cover(cli->desk.db, pattern, why);

	if (got < 0)
		return -1;
	if (got == 1)
		return fail_set(why, FAIL_REFUSE, "%.*s is banned with its"
		    " whole domain", TYPED(cli, pattern));
	return fail_set(why, FAIL_REFUSE, "%.*s is not banned; `maildesk ban"
	    " list` names who is", TYPED(cli, pattern));
}

static int
take_back(struct cli *cli, void *data, struct fail *why)
{
	struct banning *banning = data;
	int got;

	if (read_pattern(cli, &banning->pattern, why) < 0)
		return -1;
	got = bans_get(cli->desk.db, banning->pattern, &cli->arena,
	    &banning->before, why);
	if (got == 0)
		return refuse_unknown(cli, banning->pattern, why);
	if (got < 0 ||
	    bans_remove(cli->desk.db, banning->pattern, why) < 0)
		return -1;
	return log_ban(cli, banning, why);
}

int
cli_ban_remove(struct cli *cli, struct fail *why)
{
	struct banning banning = { .pattern = SLICE_EMPTY };

	if (cli_change(cli, take_back, &banning, why) < 0)
		return -1;
	print_banning(cli, &banning, "is not banned any more");
	return 0;
}

/* Who banned it last; the desk itself bans nobody. */
static int
find_author(struct cli *cli, const struct ban *ban, int64_t *person_id,
    struct fail *why)
{
	struct change *items;
	size_t count;

	*person_id = 0;
	if (changes_list(cli->desk.db, "ban", ban->id, &cli->arena, &items,
		&count, why) < 0)
		return -1;
	if (count > 0)
		*person_id = items[count - 1].person_id;
	return 0;
}

static int
list_one(struct cli *cli, const struct ban *ban, struct cli_columns *columns,
    struct json *json, struct fail *why)
{
	struct slice name = SLICE_EMPTY;
	int64_t person;

	if (find_author(cli, ban, &person, why) < 0 || (person != 0 &&
		cli_person_called(cli, person, &name, why) < 0))
		return -1;
	cli_columns_add(columns, ban->pattern);
	cli_columns_add_when(columns, ban->at, cli->now);
	cli_columns_add(columns, name);
	cli_columns_add(columns, ban->reason);
	ban_json(json, ban);
	return cli_person_add_json(cli, json, "by", person, why);
}

int
cli_ban_list(struct cli *cli, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_GIVES("Banned"), CLI_LEFT("Since"), CLI_GIVES("By"),
		CLI_GIVES("Reason"),
	};
	struct json *json = json_new_array();
	struct cli_columns columns;
	struct ban *items;
	size_t count = 0;
	int rc;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	rc = bans_list(cli->desk.db, &cli->arena, &items, &count, why);
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = list_one(cli, &items[i], &columns,
		    json_append_object(json), why);
	return cli_list_end(cli, rc, json, &columns, "nobody is banned");
}

int
cli_ban_expect_none(struct cli *cli, struct slice address, struct fail *why)
{
	struct slice identity;
	int got = 0;

	if (address_identity(address, &cli->arena, &identity))
		got = bans_cover(cli->desk.db, identity, why);
	if (got == 1)
		return fail_set(why, FAIL_REFUSE, "%.*s is banned: `maildesk"
		    " ban remove` first", TYPED(cli, address));
	return got;
}
