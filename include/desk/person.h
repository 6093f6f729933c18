/* People, their addresses and who belongs to which department, as values. */
#ifndef DESK_PERSON_H
#define DESK_PERSON_H

#include <stdbool.h>

#include "base/slice.h"
#include "desk/department.h"
#include "mail/envelope.h"

struct person {
	int64_t id; /* 0: nobody, or not recorded yet */
	struct slice name;
	bool is_agent, is_admin;
	struct slice handle;	   /* an agent's short name; may be empty */
	struct slice unix_account; /* may be empty */
	struct slice sasl_login;   /* may be empty */
	bool disabled, auto_responder;
	int64_t created_at;
	enum door created_door;
};

enum address_state {
	ADDRESS_OK, ADDRESS_SOFT, ADDRESS_HARD,
	ADDRESS_STATE_COUNT
};
const char *address_state_name(enum address_state state);
bool address_state_parse(struct slice word, enum address_state *out);

struct address {
	int64_t id, person_id;
	struct slice address;  /* as given: letters go to these bytes */
	struct slice identity; /* folded */
	bool is_primary;
	enum address_state state;
};

enum member_role { ROLE_MEMBER, ROLE_MANAGER, MEMBER_ROLE_COUNT };
const char *member_role_name(enum member_role role);
bool member_role_parse(struct slice word, enum member_role *out);

struct member {
	int64_t department_id, person_id;
	enum member_role role;
};

struct members {
	struct member *items;
	size_t count;
};

/* Whether a person is among the members, in any role. */
bool members_have(const struct members *members, int64_t person_id);

#endif
