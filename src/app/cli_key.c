/* maildesk key rotate, list: what signs the tokens in letters. */
#include "app/cli_change.h"
#include "app/cli_columns.h"
#include "app/cli_commands.h"
#include "app/cli_print.h"
#include "store/outbox.h"

struct rotation {
	struct secret_keys keys; /* wiped but for their ids */
	char dropped;		 /* '\0': none */
	int64_t letters;	 /* whose tokens are void now */
};

/* Ids are no secret: they stand in every token. */
static void
forget_bytes(struct secret_keys *keys)
{
	for (size_t i = 0; i < keys->count; i++)
		secret_wipe(keys->keys[i].bytes, SECRET_KEY_SIZE);
}

/*
 * Under the desk's lock, so that two at one time do not lose one another's key.
 * The file is the last thing that changes.
 */
static int
rotate(struct cli *cli, void *data, struct fail *why)
{
	struct rotation *rotation = data;
	const struct secret_keys *old = &cli->desk.keys;

	if (desk_keys_are_stale(&cli->desk))
		return fail_set(why, FAIL_RETRY, "somebody else has just"
		    " changed the keys; see `maildesk key list`");
	if (old->count == SECRET_KEYS_MAX && outbox_signed_by(cli->desk.db,
		old->keys[old->count - 1].id, cli->now, &rotation->letters,
		why) < 0)
		return -1;
	if (secret_rotate(cli->conf.key_path, &rotation->keys,
		&rotation->dropped, why) < 0)
		return -1;
	forget_bytes(&rotation->keys);
	return 0;
}

static void
print_rotation(struct cli *cli, const struct rotation *rotation)
{
	const struct secret_keys *keys = &rotation->keys;

	cli_print_line(cli, arena_format(&cli->arena, "key %c signs from now"
	    " on; the gateway takes it up by itself", keys->keys[0].id));
	cli_print_line(cli, arena_format(&cli->arena, "key %c stays good for"
	    " the letters that it has signed, until the next rotation",
	    keys->keys[1].id));
	if (rotation->dropped == '\0')
		return;
	cli_print_line(cli, arena_format(&cli->arena, "key %c is gone: %lld"
	    " letter%s that it has signed", rotation->dropped,
	    (long long)rotation->letters, rotation->letters == 1 ? "" : "s"));
	if (rotation->letters > 0)
		cli_print_line(cli, SLICE("  Answers to them prove nothing any"
		    " more: an agent's is held until it is confirmed, a user's"
		    " still finds its ticket by what it refers to, and"
		    " reports of mail servers on them are not believed."));
	cli_print_line(cli, SLICE("Copy the key to where your copies are: a"
	    " backup brings it along."));
}

int
cli_key_rotate(struct cli *cli, struct fail *why)
{
	struct rotation rotation = { .dropped = '\0' };
	struct json *json;

	if (cli_change(cli, rotate, &rotation, why) < 0)
		return -1;
	if (!cli->json) {
		print_rotation(cli, &rotation);
		return 0;
	}
	json = json_new_object();
	json_add_text(json, "signs", slice_make(&rotation.keys.keys[0].id, 1));
	json_add_text(json, "stays", slice_make(&rotation.keys.keys[1].id, 1));
	json_add_text_or_null(json, "dropped", slice_make(&rotation.dropped,
	    rotation.dropped != '\0'));
	json_add_int(json, "letters", rotation.letters);
	cli_print_json(cli, json);
	return 0;
}

int
cli_key_list(struct cli *cli, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_LEFT("Key"), CLI_LEFT("Use"), CLI_RIGHT("Letters"),
	};
	const struct secret_keys *keys = &cli->desk.keys;
	struct json *json = cli->json ? json_new_array() : NULL, *item;
	struct cli_columns columns;
	int64_t letters;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	for (size_t i = 0; i < keys->count; i++) {
		struct slice id = slice_make(&keys->keys[i].id, 1);
		struct slice use = i == 0 ? SLICE("signs") : SLICE("is good");

		if (outbox_signed_by(cli->desk.db, keys->keys[i].id, cli->now,
			&letters, why) < 0) {
			json_free(json);
			return -1;
		}
		if (json != NULL) {
			item = json_append_object(json);
			json_add_text(item, "key", id);
			json_add_bool(item, "signs", i == 0);
			json_add_int(item, "letters", letters);
			continue;
		}
		cli_columns_add(&columns, id);
		cli_columns_add(&columns, use);
		cli_columns_add_format(&columns, "%lld", (long long)letters);
	}
	if (json != NULL)
		cli_print_json(cli, json);
	else
		cli_columns_print(&columns, cli, "there is no key");
	return 0;
}
