/*
 * What `maildesk check` and `maildesk doctor` look at, and what they found.  One
 * table in cli_check_table.c names every step; help and manual print it.
 */
#ifndef APP_CLI_CHECK_H
#define APP_CLI_CHECK_H

#include "app/cli.h"

enum check_result {
	CHECK_OK,
	CHECK_WARN, /* it runs, but perhaps not as was meant */
	CHECK_BAD,  /* it does not, or mail would be lost sight of */
	CHECK_RESULT_COUNT
};

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

struct doctor;

struct check {
	struct cli *cli;
	bool deep;
	struct doctor *doctor; /* what the mail server said; NULL: not asked */
	struct check_deep found;
	size_t damaged; /* databases that are not whole */
	bool is_open; /* the desk: what is in it can be asked */
	struct fail failed; /* why it is not */
	const struct check_step *step; /* that is under way */
	struct json *json; /* what was said, an array */
	size_t said[CHECK_RESULT_COUNT]; /* how often each was */
};

/* Who looks at it, and what it needs. */
#define IN_CHECK 1u
#define IN_DOCTOR 2u
#define IN_DEEP 4u    /* of check, only when everything is to be read */
#define NEEDS_DESK 8u /* open; else it is left out */
#define TRAVELS 16u   /* logs in somewhere, or sends mail */

/* One thing to look at. */
struct check_step {
	const char *name;
	const char *what; /* that should be so, without a full stop */
	/* Says what it found, once or more, and returns the worst of that. */
	enum check_result (*run)(struct check *check);
	unsigned flags;
	const char *fix; /* what to do when the finding has nothing better */
};

const struct check_step *check_steps(size_t *count);

/* Runs a step: it says what it finds, in the step's name. */
void check_run(struct check *check, const struct check_step *step);

/*
 * Says what was found, and what to do about it, to people at once and to
 * programs in check->json.  Returns result.
 */
enum check_result check_say(struct check *check, enum check_result result,
    const char *format, ...) __attribute__((format(printf, 3, 4)));
/*
 * The same with what to do: a command, or the line that belongs into a file
 * ("main.cf: recipient_delimiter = +").
 */
enum check_result check_find(struct check *check, enum check_result result,
    const char *fix, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* CHECK_BAD, with what *why says. */
enum check_result check_fail(struct check *check, const struct fail *why);
/* 0; or FAIL_SETUP when something is bad. */
int check_sum(const struct check *check, struct fail *why);

/* The configuration, and the files of the desk. */
enum check_result check_conf(struct check *check);
enum check_result check_key(struct check *check);
enum check_result check_archive(struct check *check);
enum check_result check_desk(struct check *check);
enum check_result check_pair(struct check *check);
/* What is asked of an open desk. */
enum check_result check_departments(struct check *check);
enum check_result check_agents(struct check *check);
/* Reads everything; the others say what it found besides. */
enum check_result check_messages(struct check *check);
enum check_result check_orphans(struct check *check);
enum check_result check_files(struct check *check);
enum check_result check_classes(struct check *check);
enum check_result check_rules(struct check *check);
/* What the desk needs of the world around it. */
enum check_result check_templates(struct check *check);
enum check_result check_sending(struct check *check);
enum check_result check_tokens(struct check *check);
enum check_result check_intake(struct check *check);
/* Clears the alarm when the databases were found whole. */
enum check_result check_alarm(struct check *check);

#endif
