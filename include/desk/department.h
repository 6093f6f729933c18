/* Departments as values, and what an admin may set of one. */
#ifndef DESK_DEPARTMENT_H
#define DESK_DEPARTMENT_H

#include <stdbool.h>

#include "base/slice.h"

/* What becomes of those who stand in To and Cc of a user's mail. */
enum department_cc {
	CC_SUGGEST, /* agents are asked: "#cc ADDRESS" */
	CC_NEVER,
	DEPARTMENT_CC_COUNT
};
const char *department_cc_name(enum department_cc cc);
bool department_cc_parse(struct slice word, enum department_cc *out);

/* How a user chooses the department, beside writing to its own address. */
enum department_choice {
	CHOICE_ADDRESS,	  /* not at all */
	CHOICE_EXTENSION, /* support+sales@, of any department's address */
	CHOICE_TAG,	  /* "[sales]" in the subject */
	CHOICE_ANY,	  /* both */
	DEPARTMENT_CHOICE_COUNT
};
const char *department_choice_name(enum department_choice choice);
bool department_choice_parse(struct slice word, enum department_choice *out);

struct department {
	int64_t id; /* 0: none */
	struct slice name;
	struct slice address; /* its primary one */
	int64_t parent_id;
	bool is_default, disabled;
	enum department_cc cc;
	enum department_choice choice;
	/* What its people may, of enum permission; see desk/permission. */
	unsigned member_rights, manager_rights;
};

#endif
