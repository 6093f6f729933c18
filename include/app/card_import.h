/* Cards that become users: each once, and what came of it. */
#ifndef APP_CARD_IMPORT_H
#define APP_CARD_IMPORT_H

#include "app/cli.h"
#include "app/progress_line.h"
#include "desk/card.h"

#define CARD_REMARKS_MAX 10000 /* that are kept; the others are counted */
#define CARD_NAMES_MAX 200

struct card_remark {
	int64_t card;	   /* which, from 1; of a table: the line */
	int64_t person_id; /* whom it is about; 0: nobody */
	struct slice name;
	struct slice text;
};

/* Something that cards have, and how many of them. */
struct card_name {
	struct slice name;
	int64_t cards;
};

struct card_names {
	struct card_name items[CARD_NAMES_MAX];
	size_t count;
};

struct card_import {
	struct cli *cli;	/* its arena is that of one card meanwhile */
	struct arena kept;	/* what cli's was */
	struct arena arena;	/* of the report */
	struct person *into;	/* all cards are theirs; NULL: each is a user */
	const char *what;	/* "card", "line" */
	bool dry;		/* nothing is kept */
	bool alike;		/* those who seem to be there are made, too */
	struct progress_line line;
	const struct progress *progress;
	int waiting;		/* cards of the transaction that is open */
	int64_t settled[3];	/* created, added, last, of those before it */
	int64_t cards, created, added, known, similar, refused;
	int64_t first, last;	/* numbers of those that were made */
	struct card_remark *remarks;
	size_t remark_count, remark_room;
	int64_t more_remarks;
	struct card_names unheld, organizations;
};

/* From here on cli->arena is freed after each card. */
void card_import_begin(struct card_import *import, struct cli *cli,
    const char *file);
/*
 * Cards are written in transactions of a hundred.  What is wrong with one is a
 * remark; -1 is the desk's trouble, and the last hundred are not there.
 */
int card_import_add(struct card_import *import, const struct card *card,
    int64_t number, struct fail *why);
/*
 * Commits what was added so far, for mail waits for it: to be called before
 * waiting for somebody who sends more.
 */
int card_import_settle(struct card_import *import, struct fail *why);
/* One that is none. */
void card_import_refuse(struct card_import *import, int64_t number,
    const char *text);
/* Ends what is open, after -1 too, and prints what came of it. */
int card_import_end(struct card_import *import, int rc, struct fail *why);

/* For those who find something to say. */
void card_import_say(struct card_import *import, int64_t number,
    const struct card *card, int64_t person_id, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void card_import_count(struct card_import *import, struct card_names *names,
    struct slice name);
void card_import_print(struct card_import *import);

/*
 * What the card has and the person has not is added, in a transaction; what
 * differs stays, and is said.  *changes counts.
 */
int card_apply(struct card_import *import, const struct card *card,
    int64_t number, const struct person *person, int64_t *changes,
    struct fail *why);

#endif
