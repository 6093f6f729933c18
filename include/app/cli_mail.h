/* A mail as the pure stages read it, for `parse`, `explain` and the like. */
#ifndef APP_CLI_MAIL_H
#define APP_CLI_MAIL_H

#include "app/cli.h"
#include "mail/report.h"

struct cli_mail {
	struct mail mail;
	struct classification kind;
	bool has_report;
	struct report report;
};

/* Everything is in the arena, or points into raw. */
void cli_mail_read(struct slice raw, const struct envelope *envelope,
    const struct own *own, const struct mail_limits *limits,
    struct arena *arena, struct cli_mail *out);

/* What was read, as members of an object. */
void cli_mail_json(const struct cli_mail *mail, struct json *json);
/* The same for people: who, what, the signs; then the words, `full` or new. */
void cli_mail_print(struct cli *cli, const struct cli_mail *mail, bool full);

#endif
