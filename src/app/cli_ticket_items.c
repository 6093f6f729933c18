/* What a ticket has any number of, as `ticket show` shows it. */
#include "cli_ticket_items.h"

#include <assert.h>

#include "app/cli_print.h"
#include "store/ticket_items.h"

int
cli_ticket_items_load(struct cli *cli, int64_t ticket_id,
    struct cli_ticket_items *out, struct fail *why)
{
	for (int i = 0; i < TICKET_ITEM_COUNT; i++)
		if (ticket_items_list(cli->desk.db, ticket_id,
			(enum ticket_item)i, &cli->arena, &out->items[i],
			&out->counts[i], why) < 0)
			return -1;
	return 0;
}

static int64_t
sum(const struct cli_ticket_items *items, enum ticket_item item)
{
	int64_t sum = 0;

	for (size_t i = 0; i < items->counts[item]; i++)
		sum += items->items[item][i].amount;
	return sum;
}

static void
add_name(struct text *text, const struct item_change *item)
{
	text_add(text, item->name);
}

static void
add_link(struct text *text, const struct item_change *item)
{
	text_add_format(text, "#%lld ", (long long)item->id);
	text_add(text, item->name);
}

static void
add_field(struct text *text, const struct item_change *item)
{
	text_add(text, item->name);
	text_add_string(text, ": ");
	text_add(text, item->value);
}

static void
json_label(struct json *array, const struct item_change *item)
{
	json_append_text(array, item->name);
}

static void
json_follower(struct json *array, const struct item_change *item)
{
	struct json *json = json_append_object(array);

	json_add_int(json, "id", item->id);
	json_add_text(json, "name", item->name);
}

static void
json_link(struct json *array, const struct item_change *item)
{
	json_append_int(array, item->id);
}

static void
json_field(struct json *array, const struct item_change *item)
{
	struct json *json = json_append_object(array);

	json_add_text(json, "name", item->name);
	json_add_text(json, "value", item->value);
}

/* Who noted it down, how much, and why. */
static void
json_amount(struct json *array, const struct item_change *item)
{
	struct json *json = json_append_object(array);

	json_add_int(json, "person", item->id);
	json_add_int(json, item->item == ITEM_TIME ? "minutes" : "cents",
	    item->amount);
	json_add_text_or_null(json, "remark", item->value);
}

static const struct face {
	const char *title; /* NULL: said elsewhere */
	const char *key;
	void (*add)(struct text *text, const struct item_change *item);
	void (*json)(struct json *array, const struct item_change *item);
} faces[] = {
	[ITEM_LABEL] = { "Labels", "labels", add_name, json_label },
	[ITEM_PARTICIPANT] = { NULL, NULL, NULL, NULL },
	[ITEM_FOLLOWER] = { "Followers", "followers", add_name,
	    json_follower },
	[ITEM_LINK] = { "Linked to", "links", add_link, json_link },
	[ITEM_FIELD] = { "Fields", "fields", add_field, json_field },
	[ITEM_TIME] = { NULL, "time", NULL, json_amount },
	[ITEM_CHARGE] = { NULL, "charges", NULL, json_amount },
};
static_assert(ARRAY_LEN(faces) == TICKET_ITEM_COUNT, "every item has a face");

void
cli_ticket_items_print(struct cli *cli, const struct cli_ticket_items *items)
{
	int64_t minutes = sum(items, ITEM_TIME);
	int64_t cents = sum(items, ITEM_CHARGE);

	for (int i = 0; i < TICKET_ITEM_COUNT; i++) {
		struct text text = TEXT_IN(&cli->arena);

		if (faces[i].title == NULL)
			continue;
		for (size_t j = 0; j < items->counts[i]; j++) {
			text_add_string(&text, j > 0 ? ", " : "");
			faces[i].add(&text, &items->items[i][j]);
		}
		cli_print_fact(cli, faces[i].title, text_slice(&text));
	}
	if (minutes != 0)
		cli_print_fact_format(cli, "Time", "%lld h %02lld min",
		    (long long)(minutes / 60), (long long)(minutes % 60));
	if (cents != 0)
		cli_print_fact_format(cli, "Charges", "%lld.%02lld",
		    (long long)(cents / 100), (long long)(cents % 100));
}

void
cli_ticket_items_json(const struct cli_ticket_items *items, struct json *json)
{
	struct json *array;

	for (int i = 0; i < TICKET_ITEM_COUNT; i++) {
		if (faces[i].key == NULL)
			continue;
		array = json_add_array(json, faces[i].key);
		for (size_t j = 0; j < items->counts[i]; j++)
			faces[i].json(array, &items->items[i][j]);
	}
}
