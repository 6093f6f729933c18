/* What `maildesk check` looks at, and what it found. */
#ifndef APP_CLI_CHECK_H
#define APP_CLI_CHECK_H

#include "app/cli.h"

enum check_result {
	CHECK_OK,
	CHECK_WARN, /* it runs, but perhaps not as was meant */
	CHECK_BAD,  /* it does not, or mail would be lost sight of */
	CHECK_RESULT_COUNT
};

#define CHECK_TEXT_SIZE 1024

/* What is wrong with some of many. */
#define CHECK_SHOWN 5
struct check_list {
	size_t count;
	int64_t shown[CHECK_SHOWN]; /* the first ones */
};

/* What reading everything has found. */
struct check_deep {
	int64_t messages, digests, classes, entries; /* looked at */
	struct check_list changed; /* not what their digests are of */
	struct check_list unfiled; /* below the cursor, with no filing */
	struct check_list lost;	   /* with a filing, not in the archive */
	struct check_list orphans; /* entries of mails not in the archive */
	struct check_list reclassified;
};

struct check {
	struct cli *cli;
	bool deep;
	struct check_deep found;
	size_t damaged; /* databases that are not whole */
	bool is_open; /* the desk: what is in it can be asked */
	struct fail failed; /* why it is not */
	char text[CHECK_TEXT_SIZE]; /* what was found, in a sentence */
};

/* One thing to look at. */
struct check_step {
	const char *name;
	enum check_result (*run)(struct check *check);
	bool inside; /* needs the desk open */
	bool deep; /* only when everything is to be read */
};

enum check_result check_say(struct check *check, enum check_result result,
    const char *format, ...) __attribute__((format(printf, 3, 4)));
/* CHECK_BAD, with what *why says. */
enum check_result check_fail(struct check *check, const struct fail *why);

/* What is asked of an open desk. */
enum check_result check_departments(struct check *check);
enum check_result check_agents(struct check *check);
/* Reads everything; the others say what it found besides. */
enum check_result check_messages(struct check *check);
enum check_result check_orphans(struct check *check);
enum check_result check_classes(struct check *check);
/* What the desk needs of the world around it. */
enum check_result check_templates(struct check *check);
enum check_result check_sending(struct check *check);
enum check_result check_intake(struct check *check);
/* Clears the alarm when the databases were found whole. */
enum check_result check_alarm(struct check *check);

#endif
