/* Setting a ticket's fields, each with what the log shall say of it. */
#ifndef DESK_CHANGES_H
#define DESK_CHANGES_H

#include "desk/action.h"

void changes_set_status(struct changes *changes, struct arena *arena,
    enum ticket_status status);
void changes_set_assignee(struct changes *changes, struct arena *arena,
    const struct person *person);
void changes_set_priority(struct changes *changes, struct arena *arena,
    enum ticket_priority priority);
void changes_set_department(struct changes *changes, struct arena *arena,
    const struct department *department);
void changes_set_team(struct changes *changes, struct arena *arena,
    const struct team *team);
void changes_set_subject(struct changes *changes, struct arena *arena,
    struct slice subject);
/* 0: no such time. */
void changes_set_due(struct changes *changes, struct arena *arena, int64_t at);
void changes_set_snooze(struct changes *changes, struct arena *arena,
    int64_t at);
/* id 0: the user's primary address. */
void changes_set_notifyat(struct changes *changes, struct arena *arena,
    const struct address *address);
void changes_set_requester(const struct facts *facts, struct changes *changes,
    struct arena *arena, const struct person *user);

/* What its actor shall read, under the line that asked for it. */
void changes_add_answer(struct changes *changes, struct arena *arena,
    struct slice line, struct slice answer);
void changes_add_item(struct changes *changes, struct arena *arena,
    const struct item_change *change);

#endif
