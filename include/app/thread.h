/* The thread of one person's mails about one ticket. */
#ifndef APP_THREAD_H
#define APP_THREAD_H

#include "app/desk.h"

struct thread {
	struct slice in_reply_to; /* the newest; empty: none */
	struct slice references;  /* without <>, blanks between, oldest first */
};

/*
 * What a letter to this person about this ticket refers to: only letters that
 * this person had, and mails that this person wrote.
 */
int thread_load(struct desk *desk, int64_t ticket_id, int64_t person_id,
    struct arena *arena, struct thread *out, struct fail *why);

#endif
