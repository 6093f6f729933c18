/* An archived message, what became of it, and why. */
#ifndef APP_CLI_MESSAGE_H
#define APP_CLI_MESSAGE_H

#include "app/cli.h"
#include "store/filings.h"
#include "store/outbox.h"

struct cli_message {
	int64_t id;
	struct envelope envelope;
	struct slice raw;
	bool is_filed; /* else it waits for the gateway */
	struct filing filing;
	struct outbox_row *letters; /* that it caused */
	size_t letter_count;
};

/* FAIL_REFUSE: there is no such message. */
int cli_message_load(struct cli *cli, int64_t id, struct cli_message *out,
    struct fail *why);
/* "filed as entry 12 of ticket #7" */
struct slice cli_message_fate(struct cli *cli,
    const struct cli_message *message);
/* Envelope, fate, decision record line by line, letters. */
void cli_message_print(struct cli *cli, const struct cli_message *message);
/* The same, as members of an object. */
void cli_message_json(const struct cli_message *message, struct json *json);

#endif
